//! The `refsmith` command.

/// Libraries are read into very many small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    refsmith::cli::main()
}
