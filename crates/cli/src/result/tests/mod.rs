//! The forms of a result, made of small elections that have everything.

mod files;
mod programs;
