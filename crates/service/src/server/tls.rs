//! The certificate of the service, read again when its files change.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::Tls;

/// How often it is looked whether the files have changed.
const LOOK: Duration = Duration::from_secs(60);

/// The certificate as it was read last.
pub(super) struct Certificate {
    files: Tls,
    read: RwLock<(Option<Times>, Arc<ServerConfig>)>,
}

/// When the files were written.
type Times = (SystemTime, SystemTime);

impl Certificate {
    pub(super) fn read(files: &Tls) -> anyhow::Result<Self> {
        let read = RwLock::new((times(files), server_config(files)?));
        Ok(Self { files: files.clone(), read })
    }

    /// What accepts a connection, with the certificate of now.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.read.read().unwrap_or_else(PoisonError::into_inner).1.clone().into()
    }

    /// Follows the files until it is stopped. What can't be read of them is logged, and the certificate that was read
    /// stays.
    pub(super) async fn follow(&self, mut stopped: watch::Receiver<bool>) {
        while timeout(LOOK, stopped.wait_for(|stopped| *stopped)).await.is_err() {
            self.look();
        }
    }

    /// Reads the files, if they were written since. While only one of two is, they don't fit: then the next look finds
    /// them again.
    fn look(&self) {
        let times = times(&self.files);
        if times.is_none() || times == self.read.read().unwrap_or_else(PoisonError::into_inner).0 {
            return;
        }
        match server_config(&self.files) {
            Ok(config) => {
                *self.read.write().unwrap_or_else(PoisonError::into_inner) = (times, config);
                tracing::info!("the certificate was read again");
            }
            Err(error) => tracing::error!("the old certificate stays in use: {error:#}"),
        }
    }
}

fn times(files: &Tls) -> Option<Times> {
    let written = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    Some((written(&files.certificate)?, written(&files.key)?))
}

fn server_config(files: &Tls) -> anyhow::Result<Arc<ServerConfig>> {
    let unreadable = |what: &str, path: &Path| format!("{what} {} can't be read", path.display());
    let of_certificate = || unreadable("the certificate", &files.certificate);
    let chain = CertificateDer::pem_file_iter(&files.certificate).with_context(of_certificate)?;
    let chain = chain.collect::<Result<Vec<_>, _>>().with_context(of_certificate)?;
    ensure!(!chain.is_empty(), "{}: there is none in it", of_certificate());
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .with_context(|| unreadable("the key of the certificate,", &files.key))?;
    let provider = Arc::new(ring::default_provider());
    let config =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = config
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("the certificate and its key don't fit")?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a new certificate, at so many seconds after 1970, with its key or without.
    fn write(files: &Tls, at: u64, with_key: bool) {
        let made = rcgen::generate_simple_self_signed(["vote.example.org".to_owned()]).unwrap();
        std::fs::write(&files.certificate, made.cert.pem()).unwrap();
        let file = std::fs::File::options().append(true).open(&files.certificate).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(at)).unwrap();
        if with_key {
            std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
        }
    }

    #[test]
    fn a_certificate_that_was_renewed_is_followed_once_its_key_fits() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name| folder.path().join(name);
        let files = Tls { certificate: path("site.pem"), key: path("site.key") };
        assert!(Certificate::read(&files).is_err(), "there are no files");
        write(&files, 1, true);
        let certificate = Certificate::read(&files).unwrap();
        let in_use = || Arc::as_ptr(certificate.acceptor().config());
        let first = in_use();
        certificate.look();
        assert_eq!(in_use(), first, "nothing has changed");
        write(&files, 2, false);
        certificate.look();
        assert_eq!(in_use(), first, "the key is still that of the old one");
        write(&files, 3, true);
        certificate.look();
        assert_ne!(in_use(), first);
    }
}
