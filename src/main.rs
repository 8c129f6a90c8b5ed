//! The `refsmith` command.

fn main() -> std::process::ExitCode {
    refsmith::cli::main()
}
