//! The three roles' main journeys through the pages, in Debian's Chromium, on the demo bank's quarter.
//! Pictures of every page on the way are left in `target/screenshots`.
#![cfg(feature = "server")]

mod agency;
mod demo;
mod driver;
mod reviewer;
mod supervisor;

use demo::Demo;

/// All journeys on one demo: loading it takes longer than they do.
async fn journeys(demo: &Demo, name: &str) {
    agency::hands_in_and_reads(demo, name).await;
    agency::sees_nothing_of_others(demo, name).await;
    reviewer::works_through_the_queue(demo, name).await;
    reviewer::works_without_scripts(demo, name).await;
    supervisor::follows_every_point_to_its_evidence(demo, name).await;
}

#[tokio::test]
async fn journeys_on_sqlite() {
    journeys(&Demo::on_sqlite().await, "sqlite").await;
}

#[tokio::test]
async fn journeys_on_postgres() {
    journeys(&Demo::on_postgres().await, "postgres").await;
}
