//! Folders, archives made by hand, and a small server.

mod folder;
mod http;
mod tar;
