package dev.drawbridge.ops.http;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What certificates a server may show. */
public final class Tls {
    private Tls() {}

    /**
     * The context that trusts the certificates in {@code ca}; the JDK's where there is none.
     *
     * @throws ActionRequiredException when the file holds no PEM certificates
     */
    public static SSLContext context(Optional<Path> ca) {
        try {
            if (ca.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            try (InputStream pem = Files.newInputStream(ca.get())) {
                int number = 0;
                for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    trusted.setCertificateEntry("ca-" + number++, each);
                }
            }
            if (trusted.size() == 0) {
                throw new IOException("no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ActionRequiredException(
                    "Cannot read the certificates in " + ca.map(Path::toString).orElse("the JDK") + " ("
                            + e.getClass().getSimpleName() + "). Name a readable file of PEM certificates.");
        }
    }
}
