//! Sets `threaded_dispatch` where the optimiser turns a handler's last call into a jump (see `interp/dispatch.rs`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(threaded_dispatch)");
    let level = std::env::var("OPT_LEVEL").unwrap_or_default();
    let known = matches!(std::env::var("CARGO_CFG_TARGET_ARCH").as_deref(), Ok("x86_64" | "aarch64"));
    if known && matches!(level.as_str(), "2" | "3") {
        println!("cargo::rustc-cfg=threaded_dispatch");
    }
}
