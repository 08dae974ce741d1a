//! Settings by variables of the environment: `limits.connections` is `ISOLOIR_SERVE_LIMITS_CONNECTIONS`.

use std::fmt::Display;
use std::path::PathBuf;
use std::str::FromStr;

use crate::config::{
    Config, ConfigError, FILE_VARIABLE, ProxyHeader, Tls, Witness, check_web_address, zone_of,
};

const PREFIX: &str = "ISOLOIR_SERVE_";

/// Writes a text into the place of a setting.
type Set = fn(&mut Config, &str) -> Result<(), String>;

/// Every setting but those of `[openid]`, by its place in the file. Of those that are lists, a variable replaces the whole list.
pub(super) const SETTINGS: [(&str, Set); 21] = [
    ("database", |config, text| set(&mut config.database, text)),
    ("listen", |config, text| set(&mut config.listen, text)),
    ("address", |config, text| {
        check_web_address(text)?;
        config.address = Some(text.to_owned());
        Ok(())
    }),
    ("zone", |config, text| zone_of(text).map(|it| config.zone = it)),
    ("content", |config, text| {
        config.content = PathBuf::from(text);
        Ok(())
    }),
    ("metrics", |config, text| parse(text).map(|it| config.metrics = Some(it))),
    ("trusted_proxies", |config, text| {
        parse_all(text.split(',')).map(|it| config.trusted_proxies = it)
    }),
    ("proxy_header", |config, text| set(&mut config.proxy_header, text)),
    ("tls.certificate", |config, text| {
        tls(config).certificate = PathBuf::from(text);
        Ok(())
    }),
    ("tls.key", |config, text| {
        tls(config).key = PathBuf::from(text);
        Ok(())
    }),
    ("limits.connections", |config, text| set(&mut config.limits.connections, text)),
    ("limits.connections_per_address", |config, text| {
        set(&mut config.limits.connections_per_address, text)
    }),
    ("limits.requests_per_minute", |config, text| {
        set(&mut config.limits.requests_per_minute, text)
    }),
    ("limits.casts_per_minute", |config, text| set(&mut config.limits.casts_per_minute, text)),
    ("limits.forged_per_minute", |config, text| set(&mut config.limits.forged_per_minute, text)),
    ("limits.wrong_per_hour", |config, text| set(&mut config.limits.wrong_per_hour, text)),
    ("limits.head_seconds", |config, text| set(&mut config.limits.head_seconds, text)),
    ("limits.body_seconds", |config, text| set(&mut config.limits.body_seconds, text)),
    ("limits.request_seconds", |config, text| set(&mut config.limits.request_seconds, text)),
    ("limits.requests", |config, text| set(&mut config.limits.requests, text)),
    ("witness", |config, text| witnesses(text).map(|it| config.witnesses = it)),
];

/// The variable of a setting.
pub(super) fn variable(setting: &str) -> String {
    format!("{PREFIX}{}", setting.to_ascii_uppercase().replace('.', "_"))
}

/// Sets what the variables say; others than `ISOLOIR_SERVE_…` are not looked at.
pub(super) fn apply(
    config: &mut Config,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<(), ConfigError> {
    for (name, text) in environment {
        if !name.starts_with(PREFIX) || name == FILE_VARIABLE {
            continue;
        }
        let Some((_, set)) = SETTINGS.iter().find(|(setting, _)| variable(setting) == name) else {
            let known = SETTINGS.iter().map(|(setting, _)| variable(setting)).collect();
            return Err(ConfigError::UnknownVariable { name, known });
        };
        set(config, text.trim())
            .map_err(|message| ConfigError::Variable { name: name.clone(), message })?;
    }
    Ok(())
}

fn set<T: FromStr<Err: Display>>(place: &mut T, text: &str) -> Result<(), String> {
    *place = parse(text)?;
    Ok(())
}

fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| error.to_string())
}

fn parse_all<'a, T: FromStr<Err: Display>>(
    texts: impl Iterator<Item = &'a str>,
) -> Result<Vec<T>, String> {
    texts.map(str::trim).filter(|text| !text.is_empty()).map(parse).collect()
}

/// The half that is missing is found out when all is read.
fn tls(config: &mut Config) -> &mut Tls {
    config.tls.get_or_insert_with(|| Tls { certificate: PathBuf::new(), key: PathBuf::new() })
}

/// Keys and addresses, by turns.
fn witnesses(text: &str) -> Result<Vec<Witness>, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (pairs, rest) = words.as_chunks();
    if !rest.is_empty() {
        return Err("write a key, a space, the address of its witness, and so on".into());
    }
    let witness = |[key, url]: &[&str; 2]| {
        check_web_address(url)?;
        Ok(Witness { key: parse(key)?, url: (*url).to_owned() })
    };
    pairs.iter().map(witness).collect()
}

impl FromStr for ProxyHeader {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "x-forwarded-for" => Ok(Self::XForwardedFor),
            "forwarded" => Ok(Self::Forwarded),
            _ => Err("it is X-Forwarded-For or Forwarded"),
        }
    }
}
