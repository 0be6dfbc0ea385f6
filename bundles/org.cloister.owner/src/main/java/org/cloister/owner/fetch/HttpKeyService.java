// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.owner.fetch.ServiceReply.Hope;
import org.cloister.owner.fetch.ServiceReply.Refusal;

/**
 * A service that is asked by the JDK's HTTP client: one request at a time, without cookies, and with a body that is
 * bounded in size and time. Only this class and what it is made of load that client.
 */
final class HttpKeyService implements CertificateService {
    private static final int MOST_REDIRECTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final int REDIRECT = 3;
    private static final int OK = 200;
    private static final int MISSING = 404;
    private static final int TOO_MANY = 429;
    private static final int FAULTS = 500;

    private final HttpClient client;
    private final String base;
    private final Redirects redirects;
    private final FetchClock clock;

    HttpKeyService(FetchSettings settings, FetchClock clock) {
        URI address = settings.mirror().orElse(URI.create(KdsRequest.SERVICE));
        this.base = address.toString();
        this.redirects = new Redirects(address, settings.mirror().isPresent());
        this.clock = clock;
        // What the client asks for itself fails in words of its own
        settings.proxies().select(address);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(settings.proxies())
                .build();
    }

    @Override
    public ServiceReply get(KdsRequest request, int most, Duration within, Limits limits) {
        Instant until = clock.now().plus(within);
        URI address = URI.create(base + request.path());
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<byte[]> response;
            try {
                response = send(address, most, Duration.between(clock.now(), until), limits);
            } catch (IOException e) {
                return failed(e);
            }
            if (response.statusCode() / 100 != REDIRECT) {
                return reply(response, most);
            }
            URI from = address;
            try {
                address = redirects.next(from, response.headers().firstValue("Location"));
            } catch (IOException e) {
                return Refusal.of(e.getMessage(), Hope.NONE);
            }
        }
        return Refusal.of("the service redirects more than " + MOST_REDIRECTS + " times", Hope.NONE);
    }

    private HttpResponse<byte[]> send(URI address, int most, Duration within, Limits limits) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("User-Agent", "cloister")
                .GET()
                .build();
        CompletableFuture<HttpResponse<byte[]>> going = client.sendAsync(request, head -> new BoundedBody(most));
        try (Cancellation.Registration registered = limits.cancellation().onCancel(() -> going.cancel(true))) {
            // The client's own time limit would end with the head of the answer
            return going.get(Math.max(within.toMillis(), 1), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            going.cancel(true);
            throw new IOException("no answer within " + within.toSeconds() + " s", e);
        } catch (CancellationException e) {
            limits.check();
            throw new IOException("the request was ended", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            going.cancel(true);
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception(e);
        }
    }

    private static ServiceReply failed(IOException failure) {
        if (failure instanceof SSLException) {
            return Refusal.of("no secure connection: " + failure.getMessage(), Hope.NONE);
        }
        if (failure instanceof ConnectException) {
            boolean unknown = failure.getCause() instanceof ConnectException cause
                    && cause.getCause() instanceof UnresolvedAddressException;
            return Refusal.of(
                    unknown ? "the service is not reached: its name is not known here" : "the service is not reached",
                    Hope.UNREACHED);
        }
        return Refusal.of("no answer: " + failure.getMessage(), Hope.PERHAPS);
    }

    private ServiceReply reply(HttpResponse<byte[]> response, int most) {
        int status = response.statusCode();
        if (status == OK) {
            return response.body().length > most
                    ? Refusal.of("the answer has more than " + most + " bytes", Hope.PERHAPS)
                    : new ServiceReply.Content(Bytes.of(response.body()));
        }
        if (status == MISSING) {
            return Refusal.of("the service has none (status 404)", Hope.PERHAPS);
        }
        String why = status == TOO_MANY
                ? "the service wants fewer requests (status 429)"
                : "the service answers with status " + status;
        return new Refusal(
                why,
                status == TOO_MANY || status >= FAULTS ? Hope.LATER : Hope.NONE,
                response.headers().firstValue("Retry-After").flatMap(text -> RetryAfter.read(text, clock.now())));
    }
}
