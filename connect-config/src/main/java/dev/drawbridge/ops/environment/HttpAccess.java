package dev.drawbridge.ops.environment;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and how a server is spoken to over HTTP.
 *
 * @param urls of one or more instances; each can take any request
 * @param authorization gives the {@code Authorization} header when it is needed; its secret is looked up then
 * @param ca PEM certificates to trust instead of the JDK's
 */
public record HttpAccess(List<URI> urls, Optional<Authorization> authorization, Optional<Path> ca) {

    public HttpAccess {
        urls = List.copyOf(urls);
    }

    /** Without authentication. */
    public static HttpAccess of(URI url) {
        return new HttpAccess(List.of(url), Optional.empty(), Optional.empty());
    }

    /** The value of an {@code Authorization} header. */
    public interface Authorization {
        String header();
    }

    /** The first instance. */
    public URI url() {
        return urls.get(0);
    }
}
