//! Several processes, each with files of its own opening, in simulated time.

use std::collections::VecDeque;

use super::*;
use crate::net::SimulatedClock;

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("refsmith-turns-{name}-{}", std::process::id()))
}

#[test]
fn ten_thousand_questions_of_four_processes_break_no_limit() {
    for (name, pace) in [("public", Pace::PUBLIC), ("polite", Pace::POLITE)] {
        let folder = folder(name);
        let processes: Vec<Turns> = (0..4).map(|_| Turns::new(folder.clone())).collect();
        let clock = SimulatedClock::starting_at(Duration::from_secs(1_800_000_000));
        let second = Duration::from_secs(1);
        let (mut all, mut lists) = (VecDeque::new(), VecDeque::new());
        for number in 0..10_000_usize {
            let budget = if number % 3 == 0 { Budget::List } else { Budget::Single };
            // Whose turn it is follows no order.
            let process = &processes[number * number % 7 % 4];
            let turn = process.take("api.example.org", budget, pace, &clock);
            let now = clock.now();
            let windows =
                [(&mut all, pace.single, true), (&mut lists, pace.list, budget == Budget::List)];
            for (seen, limit, counts) in windows {
                if counts {
                    seen.push_back(now);
                }
                while seen.front().is_some_and(|first: &Duration| *first + second <= now) {
                    seen.pop_front();
                }
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                let count = seen.len() as f64;
                assert!(count <= limit, "{name}: {count} questions in a second");
            }
            drop(turn);
        }
        drop(std::fs::remove_dir_all(folder));
    }
}

#[test]
fn no_more_ask_at_once_than_may() {
    let folder = folder("places");
    let processes: Vec<Turns> = (0..3).map(|_| Turns::new(folder.clone())).collect();
    let clock = SimulatedClock::starting_at(Duration::from_secs(1_800_000_000));
    let pace = Pace { single: 1_000.0, list: 1_000.0, concurrency: 2 };
    let first = processes[0].take("host", Budget::Single, pace, &clock);
    let _second = processes[1].take("host", Budget::Single, pace, &clock);
    let base = processes[2].base("host");
    assert!(matches!(place(&base, 2), Place::Taken));
    drop(first);
    assert!(matches!(place(&base, 2), Place::Free(_)), "a place ends with its question");
    drop(std::fs::remove_dir_all(folder));
}

#[test]
fn a_host_that_asks_one_process_for_patience_gets_it_from_all() {
    let folder = folder("patience");
    let (one, other) = (Turns::new(folder.clone()), Turns::new(folder.clone()));
    let start = Duration::from_secs(1_800_000_000);
    let clock = SimulatedClock::starting_at(start);
    one.postpone("host", Duration::from_secs(7), &clock);
    drop(other.take("host", Budget::Single, Pace::POLITE, &clock));
    assert_eq!(clock.now(), start + Duration::from_secs(7));
    drop(other.take("another host", Budget::Single, Pace::POLITE, &clock));
    assert_eq!(clock.now(), start + Duration::from_secs(7));
    drop(std::fs::remove_dir_all(folder));
}

#[test]
fn files_that_are_damaged_or_cannot_be_written_stop_nobody() {
    let folder = folder("damaged");
    let clock = SimulatedClock::starting_at(Duration::from_secs(1_800_000_000));
    let turns = Turns::new(folder.clone());
    drop(turns.take("host", Budget::Single, Pace::POLITE, &clock));
    let before = clock.now();
    for damage in
        ["", "no number", "99999999999999999999 1", "18000000000000000000 18000000000000000000"]
    {
        let mut file = open(&with(&turns.base("host"), "next")).unwrap();
        file.set_len(0).and_then(|()| file.write_all(damage.as_bytes())).unwrap();
        drop(turns.take("host", Budget::List, Pace::POLITE, &clock));
    }
    assert!(clock.now() - before < Duration::from_secs(1));
    // A file stands where the folder should be.
    let nowhere = Turns::new(with(&turns.base("host"), "next"));
    drop(nowhere.take("host", Budget::Single, Pace::POLITE, &clock));
    drop(std::fs::remove_dir_all(folder));
}
