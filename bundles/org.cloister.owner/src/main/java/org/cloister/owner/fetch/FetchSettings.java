// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * From where and how certificates are fetched. Immutable.
 *
 * @param cache the folder that keeps what was fetched; made when it is missing
 * @param mirror what is asked in the place of AMD's service: an address that the paths are put behind
 * @param offline whether nothing but the cache is asked
 * @param timeout how long all requests of one {@link CertificateFetcher} may take together
 * @param proxies how the way out is found
 */
public record FetchSettings(Path cache, Optional<URI> mirror, boolean offline, Duration timeout, ProxyChoice proxies) {
    /** How long fetching may take where nothing is said. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final String FILE = "file";

    /** Checks that all parts are there. */
    public FetchSettings {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(mirror, "mirror");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(proxies, "proxies");
    }

    /**
     * From AMD's service, by the proxy that Java's properties or the environment name.
     *
     * @param cache the folder that keeps what was fetched
     */
    public static FetchSettings of(Path cache) {
        ProxyChoice proxies = ProxyChoice.of(System.getenv(), System.getProperties());
        return new FetchSettings(cache, Optional.empty(), false, TIMEOUT, proxies);
    }

    /**
     * The address of a mirror.
     *
     * @throws org.cloister.api.CloisterException {@code fetch.mirror} for what is not one of {@code http},
     *     {@code https} or {@code file} without a query
     */
    public static URI mirror(String address) {
        try {
            URI uri = new URI(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            if (FILE.equalsIgnoreCase(uri.getScheme()) && uri.getAuthority() == null && path(uri)) {
                return uri;
            }
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Refused below, in words that say what is wanted
        }
        throw Problem.input(OwnerCodes.FETCH_MIRROR, "this is not the address of a mirror")
                .found(address)
                .expected("an address such as https://mirror.example/kds, or file:///srv/kds")
                .exception();
    }

    private static boolean path(URI uri) {
        return uri.getPath() != null && uri.getPath().startsWith("/");
    }

    /** The mirror, where it is a folder of this machine. */
    Optional<Path> folder() {
        return mirror.filter(uri -> FILE.equalsIgnoreCase(uri.getScheme()))
                .map(uri -> Path.of(URI.create("file://" + uri.getRawPath())));
    }

    /**
     * The folder for the cache where none is named: {@code cloister/kds} in the user's cache.
     *
     * @param environment of the process
     * @throws org.cloister.api.CloisterException {@code fetch.cache} where there is no such place
     */
    public static Path defaultCache(Map<String, String> environment) {
        // A relative one counts for nothing, as its specification says
        Optional<Path> cache = folder(environment.get("XDG_CACHE_HOME")).filter(Path::isAbsolute);
        return cache.or(() -> folder(environment.get("HOME")).map(home -> home.resolve(".cache")))
                .map(found -> found.resolve("cloister").resolve("kds"))
                .orElseThrow(() -> Problem.input(OwnerCodes.FETCH_CACHE, "there is no folder for the cache")
                        .found("neither XDG_CACHE_HOME nor HOME")
                        .remedy("name one with --cache")
                        .exception());
    }

    private static Optional<Path> folder(String name) {
        return Optional.ofNullable(name).filter(one -> !one.isEmpty()).map(Path::of);
    }
}
