// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Bytes;

/** A key service on this machine that answers as a test wants it, and counts its requests. */
public final class KeyServer implements AutoCloseable {
    /** One answer. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> cookies = new CopyOnWriteArrayList<>();

    public KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Has a request answered in these ways, the last one from then on. */
    public KeyServer on(KdsRequest request, Answer... some) {
        return on(request.path(), some);
    }

    public KeyServer on(String path, Answer... some) {
        answers.put(path, new ArrayDeque<>(List.of(some)));
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            cookies.addAll(exchange.getRequestHeaders().getOrDefault("Cookie", List.of()));
            next(path).to(exchange);
        }
    }

    private Answer next(String path) {
        Deque<Answer> left = answers.getOrDefault(path, new ArrayDeque<>(List.of(status(404))));
        synchronized (left) {
            return left.size() > 1 ? left.remove() : left.peek();
        }
    }

    /** The paths that were asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public List<String> cookies() {
        return List.copyOf(cookies);
    }

    public static Answer content(Bytes content) {
        return exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "who=me");
            exchange.sendResponseHeaders(200, content.length());
            exchange.getResponseBody().write(content.toArray());
        };
    }

    public static Answer status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Less than it announces. */
    public static Answer truncated(Bytes content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length() + 1L);
            exchange.getResponseBody().write(content.toArray());
            exchange.getResponseBody().flush();
        };
    }

    /** Zeros without an end, until the client goes. */
    public static Answer endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] zeros = new byte[1 << 16];
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(zeros);
                }
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
