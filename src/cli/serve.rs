//! `refsmith serve`: a local index under Crossref's own interface, on this machine alone.
//!
//! Every processor has a thread of its own that takes connections and answers them; an answer is a
//! millisecond's work, so nothing is handed on.

use super::args;
use super::console::Console;
use super::{Failure, Outcome};

#[cfg(all(feature = "index", feature = "net"))]
pub(super) use built_in::run;

/// Says that this build has no server.
#[cfg(not(all(feature = "index", feature = "net")))]
pub(super) fn run(_: &args::Serve, _: &Console) -> Result<Outcome, Failure> {
    Err(Failure::with_help(
        "this build has no server",
        "build it with the features `index` and `net`",
    ))
}

#[cfg(all(feature = "index", feature = "net"))]
mod built_in {
    use std::convert::Infallible;
    use std::io;
    use std::net::Ipv4Addr;
    use std::sync::Arc;
    use std::time::Duration;

    use http_body_util::Full;
    use hyper::body::{Bytes, Incoming};
    use hyper::header::{ALLOW, CONTENT_TYPE, HOST, HeaderValue};
    use hyper::server::conn::http1;
    use hyper::service::service_fn;
    use hyper::{Method, Request, Response, StatusCode};
    use hyper_util::rt::{TokioIo, TokioTimer};

    use super::*;
    use crate::extract::segment;
    use crate::index::LocalIndex;
    use crate::model::{Record, SourceText};
    use crate::pipeline;

    #[expect(clippy::disallowed_types, reason = "this is the one place that is asked")]
    type Listener = std::net::TcpListener;

    /// How long a client may take to say what it wants, and to say something again.
    const PATIENCE: Duration = Duration::from_secs(60);
    /// How long nothing is accepted when the system has no connection left.
    const REST: Duration = Duration::from_millis(50);
    /// What clients that mind the register's limits are told: here are hardly any.
    const LIMITS: [(&str, &str); 4] = [
        ("x-api-pool", "local"),
        ("x-rate-limit-limit", "10000"),
        ("x-rate-limit-interval", "1s"),
        ("x-concurrency-limit", "64"),
    ];

    pub(in crate::cli) fn run(
        options: &args::Serve,
        console: &Console,
    ) -> Result<Outcome, Failure> {
        let index = super::super::index::open_local(&options.index)?;
        let failed = |error: io::Error| {
            let port = options.port;
            let help = "name another port: `--port 0` takes any that is free";
            Failure::with_help(format!("cannot serve on port {port}: {error}"), help)
        };
        let listener = Listener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        console.data(&format!("{url}\n"))?;
        console.say(&format!(
            "answers for Crossref from {} works, to this computer alone; use it with \
             `--crossref-url {url}`, end it with Ctrl-C",
            index.works()
        ));
        let index = Arc::new(index);
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..count)
                .map(|_| scope.spawn(|| answer_all(listener.try_clone()?, &index)))
                .collect();
            let ended = threads.into_iter().filter_map(|thread| thread.join().ok());
            ended.into_iter().collect::<io::Result<()>>()
        })
        .map_err(failed)?;
        Ok(Outcome::Done)
    }

    /// Takes connections as long as the program runs.
    fn answer_all(listener: Listener, index: &Arc<LocalIndex>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(REST).await;
                    continue;
                };
                let index = Arc::clone(index);
                let service = service_fn(move |request: Request<Incoming>| {
                    let answer = answer(&index, &request);
                    async { Ok::<_, Infallible>(answer) }
                });
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(PATIENCE)
                    .serve_connection(TokioIo::new(stream), service);
                // A client that goes away in the middle is its own business.
                tokio::spawn(async { drop(connection.await) });
            }
        })
    }

    fn answer(index: &LocalIndex, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let mut response = Response::default();
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        if !is_for_this_computer(request) {
            *response.status_mut() = StatusCode::MISDIRECTED_REQUEST;
            return response;
        }
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let answer = index.answer(target, &read);
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kind = HeaderValue::from_static(answer.content_type);
        response.headers_mut().insert(CONTENT_TYPE, kind);
        for (name, value) in LIMITS {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        *response.body_mut() = Full::from(answer.body);
        response
    }

    /// Tells whether a client means this computer. A page in a browser may lead a name of its own to
    /// this address (DNS rebinding), and would read what is in the index.
    fn is_for_this_computer(request: &Request<Incoming>) -> bool {
        let Some(host) = request.headers().get(HOST) else { return true };
        let Ok(host) = host.to_str() else { return false };
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        let name = match host.rsplit_once(':') {
            Some((name, port)) if is_port(port) => name,
            _ => host,
        };
        name.eq_ignore_ascii_case("localhost")
            || name == "[::1]"
            || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    }

    /// Reads what is asked for as a reference.
    fn read(question: &str) -> Record {
        let text = SourceText::plain("-", question.replace(['\n', '\r'], " "));
        let references = segment::lines(&text);
        let read = |reference| pipeline::read_reference(&text, reference).record;
        references.first().map(read).unwrap_or_default()
    }
}
