//! Where a request comes from, so far as limits need it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use crate::config::{Config, ProxyHeader};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// An address of IPv4, or the network /64 of one of IPv6: who has one address of it has all.
///
/// It can be compared and counted, and not be printed: no log and no metric is to hold it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Address(IpAddr);

/// The proxies whom the service believes.
#[derive(Clone)]
pub(crate) struct Proxies {
    trusted: Vec<IpNet>,
    header: ProxyHeader,
}

impl Address {
    /// Of who is not known to come from anywhere: all of these are one.
    pub(crate) fn unknown() -> Self {
        Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED))
    }

    /// It, or the network with zeros after it: to be counted, and not to be printed either.
    pub(crate) fn ip(self) -> IpAddr {
        self.0
    }

    pub(crate) fn of(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V6(ip) => {
                let network = Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 64));
                Self(network.into())
            }
            ip => Self(ip),
        }
    }
}

impl Proxies {
    pub(crate) fn of(config: &Config) -> Self {
        Self { trusted: config.trusted_proxies.clone(), header: config.proxy_header }
    }

    /// Whether this is the address of one.
    pub(crate) fn contain(&self, ip: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&ip.to_canonical()))
    }

    /// Whom a request from `peer` is of: each proxy that is trusted says who came to it. The last one who is not
    /// trusted is the client, for what he says himself may be made up.
    pub(crate) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Address {
        let mut client = peer;
        if self.contain(peer) {
            for said in self.hops(headers).iter().rev() {
                let Some(hop) = said else { break };
                client = *hop;
                if !self.contain(client) {
                    break;
                }
            }
        }
        Address::of(client)
    }

    /// Those who came to each proxy, the nearest one last; none for one who is not told.
    fn hops(&self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let (name, address): (_, fn(&str) -> Option<IpAddr>) = match self.header {
            ProxyHeader::XForwardedFor => (X_FORWARDED_FOR, address_of),
            ProxyHeader::Forwarded => (header::FORWARDED, forwarded_for),
        };
        let lines = headers.get_all(name).into_iter();
        let hops = lines.flat_map(|line| match line.to_str() {
            Ok(line) => line.split(',').map(address).collect(),
            Err(_) => vec![None],
        });
        hops.collect()
    }
}

/// An element of `Forwarded`: `for="[2001:db8::1]:4711";proto=https`.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut of_client = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    let (_, value) = of_client.next()?;
    address_of(value.trim().trim_matches('"'))
}

/// An address, with or without a port.
fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, trusted: &[&str], header: ProxyHeader, lines: &[&str]) -> Option<String> {
        let trusted = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, line.parse().unwrap());
            headers.append(header::FORWARDED, line.parse().unwrap());
        }
        let Address(ip) = Proxies { trusted, header }.client(peer.parse().unwrap(), &headers);
        Some(ip.to_string())
    }

    fn by_proxies(peer: &str, lines: &[&str]) -> String {
        let trusted = ["10.0.0.0/8", "::1/128"];
        client(peer, &trusted, ProxyHeader::XForwardedFor, lines).unwrap()
    }

    #[test]
    fn who_is_no_trusted_proxy_can_not_speak_for_others() {
        assert_eq!(by_proxies("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(by_proxies("::ffff:192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_says_who_came_to_it() {
        assert_eq!(by_proxies("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(by_proxies("::ffff:10.0.0.1", &["198.51.100.7:4711"]), "198.51.100.7");
        assert_eq!(by_proxies("10.0.0.1", &["198.51.100.7, 10.0.0.2"]), "198.51.100.7");
        assert_eq!(by_proxies("10.0.0.1", &["198.51.100.7", "10.0.0.2"]), "198.51.100.7");
    }

    #[test]
    fn what_a_client_writes_before_the_first_trusted_proxy_is_not_believed() {
        assert_eq!(by_proxies("10.0.0.1", &["203.0.113.9, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(by_proxies("10.0.0.1", &["10.9.9.9, 198.51.100.7, 10.0.0.2"]), "198.51.100.7");
    }

    #[test]
    fn a_proxy_that_says_nothing_legible_counts_itself() {
        for lines in [&[][..], &[""], &["unknown"], &["198.51.100.7, nonsense"]] {
            assert_eq!(by_proxies("10.0.0.1", lines), "10.0.0.1", "{lines:?}");
        }
    }

    #[test]
    fn the_header_of_rfc_7239_is_read_where_it_is_chosen() {
        let said = |line| client("::1", &["::1/128"], ProxyHeader::Forwarded, &[line]).unwrap();
        assert_eq!(said("for=192.0.2.60;proto=http;by=203.0.113.43"), "192.0.2.60");
        assert_eq!(said("For=\"[2001:db8:cafe::17]:4711\""), "2001:db8:cafe::");
        assert_eq!(said("for=192.0.2.43, for=198.51.100.17"), "198.51.100.17");
        assert_eq!(said("for=_hidden"), "::");
        assert_eq!(said("192.0.2.60"), "::", "that is the form of the other header");
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let of = |ip: &str| Address::of(ip.parse().unwrap());
        assert!(of("2001:db8:0:1::1") == of("2001:db8:0:1:ffff::2"));
        assert!(of("2001:db8:0:1::1") != of("2001:db8:0:2::1"));
        assert!(of("192.0.2.1") != of("192.0.2.2"));
    }
}
