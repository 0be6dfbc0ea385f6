// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * Finds the proxy for an address: by Java's properties where they name one, else by the variables that curl and others
 * follow: {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy}, in capitals too, but for
 * {@code HTTP_PROXY}, which web servers set from what clients send. Immutable.
 */
public final class ProxyChoice extends ProxySelector {
    private static final List<String> OF_JAVA = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost");
    private static final String SYSTEM = "java.net.useSystemProxies";
    private static final int DEFAULT_PORT = 1080;

    private final Map<String, String> environment;

    private ProxyChoice(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What the surroundings of a process say.
     *
     * @param environment its variables
     * @param properties those of Java
     */
    public static ProxyChoice of(Map<String, String> environment, Properties properties) {
        boolean javas = OF_JAVA.stream().anyMatch(name -> properties.getProperty(name) != null)
                || Boolean.parseBoolean(properties.getProperty(SYSTEM));
        return new ProxyChoice(javas ? Map.of(SYSTEM, "true") : environment);
    }

    /**
     * The proxies for an address; one entry, which may be "none".
     *
     * @throws org.cloister.api.CloisterException {@code fetch.proxy} when a variable names none that can be used
     */
    @Override
    public List<Proxy> select(URI uri) {
        if (environment.containsKey(SYSTEM)) {
            return ProxySelector.getDefault().select(uri);
        }
        Stream<String> names = uri.getScheme().equalsIgnoreCase("https")
                ? Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                : Stream.of("http_proxy", "all_proxy", "ALL_PROXY");
        Optional<Map.Entry<String, String>> named = names.filter(
                        name -> !value(name).isEmpty())
                .map(name -> Map.entry(name, value(name)))
                .findFirst();
        return List.of(named.filter(one -> !excepted(uri.getHost()))
                .map(one -> proxy(one.getKey(), one.getValue()))
                .orElse(Proxy.NO_PROXY));
    }

    private String value(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private boolean excepted(String host) {
        String names = value("no_proxy").isEmpty() ? value("NO_PROXY") : value("no_proxy");
        String wanted = host.toLowerCase(Locale.ROOT);
        return Arrays.stream(names.split(","))
                .map(one -> one.strip().toLowerCase(Locale.ROOT).replaceFirst("^[*]?[.]", ""))
                .filter(one -> !one.isEmpty())
                .anyMatch(one -> one.equals("*") || wanted.equals(one) || wanted.endsWith("." + one));
    }

    private static Proxy proxy(String name, String value) {
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
            }
        } catch (URISyntaxException e) {
            // Refused below; the value is not repeated, as it may have a password in it
        }
        throw Problem.input(OwnerCodes.FETCH_PROXY, "this variable does not name a proxy that can be used")
                .at(name)
                .expected("http://HOST:PORT, without user and password")
                .remedy("set https_proxy to such an address, or name a mirror that needs no proxy with --mirror")
                .exception();
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request fails too and says so
    }
}
