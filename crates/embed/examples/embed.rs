//! A Rust program that lets its users write rules in Python.
//!
//! `cargo run -p taipan --example embed`

use std::sync::Arc;

use taipan::host::Memory;
use taipan::{Error, Isolate, Object, Options};

const RULES: &str = "
limit = 100

def price(items):
    total = sum(cost for name, cost in items.items())
    return {'total': total, 'free_shipping': total >= limit}

def broken(order):
    return order['customer']['name']
";

fn main() -> Result<(), Error> {
    // An isolate with the whole standard library, and no way to the machine: its files are in memory, its network is none.
    let memory = Arc::new(Memory::default());
    let mut isolate = Isolate::new(Options { host: memory.clone(), ..Options::default() })?;

    // Run source. What it defines stays in the isolate.
    isolate.run(RULES, "rules.py")?;

    // Call a function with copies of Rust values, and get a copy of what it returns.
    let items = Object::Dict(vec![(Object::from("book"), Object::Int(30)), (Object::from("lamp"), Object::Int(80))]);
    let priced = isolate.call("price", &[items])?;
    println!("price: {priced:?}");

    // Read and set variables, evaluate expressions.
    println!("limit: {:?}", isolate.get("limit")?);
    isolate.set("limit", &Object::Int(200))?;
    println!("sum: {:?}", isolate.eval("sum(n * n for n in range(10))")?);

    // An exception that is not handled comes back as an error, with its traceback.
    match isolate.call("broken", &[Object::Dict(Vec::new())]) {
        Ok(value) => println!("unexpected: {value:?}"),
        Err(error) => {
            println!("{}: {}", error.class(), error.message());
            println!("{}", error.traceback());
        }
    }

    // `print` writes to the isolate's standard output, which its host decides about.
    isolate.run("import json; print(json.dumps({'limit': limit}))", "report.py")?;
    isolate.flush()?;
    print!("printed: {}", String::from_utf8_lossy(&memory.output()));
    Ok(())
}
