//! The law of a host against simulated servers that count every question.

use std::collections::VecDeque;

use super::*;

/// A server that enforces limits in sliding windows, in simulated time.
struct Server {
    pool: &'static str,
    single: (usize, Duration),
    list: (usize, Duration),
    concurrency: usize,
    /// Every so many answers are 429, with `Retry-After` or without.
    refuse_every: usize,
    retry_after: Option<Duration>,
    seen_single: VecDeque<Duration>,
    seen_list: VecDeque<Duration>,
    open_until: Vec<Duration>,
    /// From the arrival of a refusal at the client until the time it names.
    closed: (Duration, Duration),
    requests: usize,
    violations: Vec<String>,
}

impl Server {
    fn new(
        pool: &'static str,
        single: (usize, u64),
        list: (usize, u64),
        concurrency: usize,
    ) -> Self {
        let window = |(limit, ms): (usize, u64)| (limit, Duration::from_millis(ms));
        Self {
            pool,
            single: window(single),
            list: window(list),
            concurrency,
            refuse_every: 0,
            retry_after: None,
            seen_single: VecDeque::new(),
            seen_list: VecDeque::new(),
            open_until: Vec::new(),
            closed: (Duration::ZERO, Duration::ZERO),
            requests: 0,
            violations: Vec::new(),
        }
    }

    /// Takes a question that arrives at `now` and is answered after `latency`.
    fn arrive(
        &mut self,
        now: Duration,
        budget: Budget,
        latency: Duration,
    ) -> (RateHeaders, Ending) {
        self.requests += 1;
        self.open_until.retain(|until| *until > now);
        self.open_until.push(now + latency);
        if self.open_until.len() > self.concurrency {
            self.violations.push(format!("{now:?}: {} at once", self.open_until.len()));
        }
        if now > self.closed.0 && now < self.closed.1 {
            self.violations.push(format!("{now:?}: before the time of `Retry-After`"));
        }
        // All questions count as single ones, lists in addition as lists.
        let mut windows = vec![(&mut self.seen_single, self.single)];
        if budget == Budget::List {
            windows.push((&mut self.seen_list, self.list));
        }
        for (seen, (limit, interval)) in windows {
            seen.push_back(now);
            while seen.front().is_some_and(|first| *first + interval <= now) {
                seen.pop_front();
            }
            if seen.len() > limit {
                self.violations.push(format!("{now:?}: {} in {interval:?}", seen.len()));
            }
        }
        if self.refuse_every > 0 && self.requests.is_multiple_of(self.refuse_every) {
            if let Some(wait) = self.retry_after {
                self.closed = (now + latency, now + latency + wait);
            }
            // A refusal may come without any other header.
            return (RateHeaders::default(), Ending::Throttled(self.retry_after));
        }
        // The limit of single questions, whatever was asked: seen in the wild.
        let (limit, interval) = match (budget, self.pool.contains("test")) {
            (Budget::List, true) => self.list,
            _ => self.single,
        };
        let headers = RateHeaders {
            limit: Some(limit as f64),
            interval: Some(interval),
            concurrency: Some(self.concurrency),
            pool: Some(self.pool.to_owned()),
        };
        (headers, Ending::Answered)
    }
}

/// Asks `count` questions with `workers` workers in simulated time; returns the time it took.
fn run(server: &mut Server, pace: Pace, workers: usize, count: usize, lists: usize) -> Duration {
    let start = Duration::from_secs(1_000_000);
    let mut limit = HostLimit::new(pace);
    let mut now = start;
    let mut asked = 0;
    let mut open: Vec<(Duration, Budget, RateHeaders, Ending)> = Vec::new();
    let mut noise = 12_345_u64;
    while asked < count || !open.is_empty() {
        while let Some(idx) = open.iter().position(|(at, ..)| *at <= now) {
            let (at, budget, headers, ending) = open.swap_remove(idx);
            limit.done(at.max(now), budget, &headers, &ending);
        }
        let mut next = Duration::MAX;
        while asked < count && open.len() < workers {
            let budget = if asked % 10 < lists { Budget::List } else { Budget::Single };
            match limit.ask(now, budget) {
                Decision::Go => {
                    noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let latency = Duration::from_millis(20 + (noise >> 33) % 700);
                    let (headers, ending) = server.arrive(now, budget, latency);
                    open.push((now + latency, budget, headers, ending));
                    asked += 1;
                }
                Decision::Wait(wait) | Decision::Down(wait) => {
                    next = now + wait;
                    break;
                }
                Decision::Full => break,
            }
        }
        let answered = open.iter().map(|(at, ..)| *at).min().unwrap_or(Duration::MAX);
        let step = next.min(answered);
        if step == Duration::MAX {
            break;
        }
        now = now.max(step);
    }
    assert_eq!(server.requests, count);
    now - start
}

#[test]
fn ten_thousand_questions_break_no_limit() {
    let worlds = [
        (Server::new("public", (5, 1_000), (1, 1_000), 1), Pace::PUBLIC),
        (Server::new("polite", (10, 1_000), (3, 1_000), 3), Pace::POLITE),
        (Server::new("public", (10, 2_000), (2, 2_000), 1), Pace::PUBLIC),
        (
            Server::new("test", (30, 5_000), (4, 3_000), 2),
            Pace { single: 1.0, list: 1.0, concurrency: 1 },
        ),
    ];
    for (mut server, pace) in worlds {
        for (refuse_every, retry_after) in
            [(0, None), (97, Some(Duration::from_secs(7))), (53, None)]
        {
            server.requests = 0;
            server.refuse_every = refuse_every;
            server.retry_after = retry_after;
            server.seen_list.clear();
            server.seen_single.clear();
            server.open_until.clear();
            server.closed = (Duration::ZERO, Duration::ZERO);
            run(&mut server, pace, 8, 10_000, 4);
            assert_eq!(server.violations, Vec::<String>::new(), "{} {refuse_every}", server.pool);
        }
    }
}

#[test]
fn the_allowed_pace_is_nearly_used_up() {
    let mut server = Server::new("polite", (10, 1_000), (3, 1_000), 3);
    let time = run(&mut server, Pace::POLITE, 8, 1_000, 10);
    // 1,000 lists at 3 per second are 333 seconds.
    assert!(time < Duration::from_secs(360), "{time:?}");
}

#[test]
fn lists_are_capped_whatever_the_header_says() {
    let mut limit = HostLimit::new(Pace::PUBLIC);
    let headers = |limit, pool: &str| RateHeaders {
        limit: Some(limit),
        pool: Some(pool.to_owned()),
        ..RateHeaders::default()
    };
    let now = Duration::from_secs(1);
    limit.done(now, Budget::List, &headers(5.0, "public"), &Ending::Answered);
    assert_eq!((limit.pace().list, limit.pace().single), (1.0, 5.0));
    limit.done(now, Budget::List, &headers(10.0, "polite"), &Ending::Answered);
    assert_eq!((limit.pace().list, limit.pace().single), (3.0, 10.0));
    limit.done(now, Budget::List, &headers(2.0, "polite-array"), &Ending::Answered);
    assert_eq!((limit.pace().list, limit.pace().single), (2.0, 10.0));
    limit.done(now, Budget::List, &headers(1000.0, "test"), &Ending::Answered);
    assert_eq!(limit.pace().list, 1000.0);
}

#[test]
fn a_host_that_wants_to_be_left_alone_is_left_alone() {
    let now = Duration::from_secs(100);
    let none = RateHeaders::default();
    let mut limit = HostLimit::new(Pace::PUBLIC);
    assert_eq!(limit.ask(now, Budget::Single), Decision::Go);
    let long = Ending::Throttled(Some(Duration::from_secs(300)));
    limit.done(now, Budget::Single, &none, &long);
    assert_eq!(limit.ask(now, Budget::Single), Decision::Down(Duration::from_secs(300)));
    let mut refused = HostLimit::new(Pace::PUBLIC);
    refused.done(now, Budget::Single, &none, &Ending::Refused);
    assert!(matches!(refused.ask(now + PATIENCE, Budget::Single), Decision::Down(_)));
    let mut failing = HostLimit::new(Pace::PUBLIC);
    for _ in 0..FAILURES {
        failing.gave_up(now);
    }
    assert_eq!(failing.ask(now, Budget::Single), Decision::Down(PATIENCE));
}

#[test]
fn the_pace_is_halved_and_comes_back() {
    let mut limit = HostLimit::new(Pace::PUBLIC);
    let none = RateHeaders::default();
    let now = Duration::from_secs(100);
    limit.done(now, Budget::Single, &none, &Ending::Throttled(None));
    assert_eq!(limit.share, 0.5);
    limit.done(now, Budget::Single, &none, &Ending::Unreached);
    assert_eq!(limit.share, 0.5, "who was not reached asked for nothing");
    for _ in 0..10 {
        limit.done(now, Budget::Single, &none, &Ending::Answered);
    }
    assert!((limit.share - 1.0).abs() < 1e-9);
}

#[test]
fn waiting_goes_through_the_clock() {
    let clock = Arc::new(super::super::SimulatedClock::starting_at(Duration::from_secs(1)));
    let limiter = Limiter::new(clock.clone(), Pace::PUBLIC);
    for _ in 0..10 {
        limiter.acquire("a", Budget::List).unwrap();
        limiter.release("a", Budget::List, &RateHeaders::default(), &Ending::Answered);
    }
    let waited = clock.now() - Duration::from_secs(1);
    assert!(waited >= Duration::from_secs(9) && waited < Duration::from_secs(11), "{waited:?}");
    limiter.acquire("b", Budget::List).unwrap();
    assert_eq!(clock.now() - Duration::from_secs(1), waited, "another host is another matter");
}

#[test]
fn intervals_in_all_units() {
    for (text, ms) in [("1s", 1_000), ("500ms", 500), ("2m", 120_000), ("3", 3_000), ("0.5s", 500)]
    {
        assert_eq!(interval(text), Some(Duration::from_millis(ms)), "{text}");
    }
    assert_eq!(interval("0s"), None);
    assert_eq!(interval("fortnight"), None);
}
