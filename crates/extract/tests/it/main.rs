//! Tests from outside: bytes in, references and citations out.

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod helpers;
#[cfg(test)]
mod inputs;
#[cfg(test)]
mod linking;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod seed;
