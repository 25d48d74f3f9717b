//! Starts the app on whatever target it was built for.

fn main() {
    app::platform::launch();
}
