//! Listens and serves until it is told to stop.

use super::state::App;
use super::{body, error, headers, observe, page, routes};
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{Error, HttpServer, web};
use std::net::TcpListener;
use std::time::Duration;

/// The application with all its layers, the outermost last: shared by the server and by tests, which may add routes.
pub fn application(
    app: web::Data<App>,
    more: Vec<routes::Entry>,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let limits = app.settings.limits;
    actix_web::App::new()
        .app_data(app)
        .app_data(body::forms(limits))
        .app_data(body::json(limits))
        .app_data(body::query())
        .app_data(body::path())
        .configure(|config| routes::install(config, routes::routes().into_iter().chain(more).collect()))
        .wrap(from_fn(body::watch))
        .wrap(from_fn(error::present))
        .wrap(from_fn(page::keep_lang))
        .wrap(from_fn(headers::add))
        .wrap(from_fn(observe::observe))
        .wrap(from_fn(body::hold))
}

/// A server on `listener` that runs once it is awaited. `more` makes routes beside those of the table: tests want some.
pub fn server(
    listener: TcpListener,
    app: web::Data<App>,
    workers: usize,
    more: fn() -> Vec<routes::Entry>,
) -> std::io::Result<Server> {
    let server = HttpServer::new(move || application(app.clone(), more()))
        .workers(workers)
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(3))
        .keep_alive(Duration::from_secs(30))
        .max_connections(4096)
        .shutdown_timeout(20)
        .listen(listener)?
        .run();
    Ok(server)
}

/// Serves on `listener` until the process is told to stop (SIGINT, SIGTERM), then lets running requests end.
pub fn serve(listener: TcpListener, app: App) -> std::io::Result<()> {
    let app = web::Data::new(app);
    let workers = std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8);
    actix_web::rt::System::new().block_on(async move { server(listener, app, workers, Vec::new)?.await })
}
