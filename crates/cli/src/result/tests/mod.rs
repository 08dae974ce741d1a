//! The forms of a result, made of small elections that have everything.

mod examples;
mod files;
mod page;
mod programs;
mod sentences;
