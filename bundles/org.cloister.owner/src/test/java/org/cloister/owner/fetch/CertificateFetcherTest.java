// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cloister.owner.fetch.FetchBed.milan;
import static org.cloister.owner.fetch.FetchBed.milanKey;
import static org.cloister.owner.fetch.KeyServer.content;
import static org.cloister.owner.fetch.KeyServer.status;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.owner.fetch.Fetched.Source;
import org.cloister.owner.testing.Data;
import org.cloister.owner.verify.Roots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fetching real certificates from a server on this machine that fails, lies and counts. */
class CertificateFetcherTest {
    private static final String GENOA = "snp/genoa-v3/genoa_vcek.pem";
    private static final String MILAN_LIST = "snp/crl/milan-2022-05-09.crl";

    @TempDir
    private Path folder;

    private FetchBed bed;
    private KdsRequest key;

    @BeforeEach
    void prepare() {
        bed = new FetchBed(folder);
        key = milan(KdsSubject.CHIP_CERTIFICATE);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void theCertificateOfAChipIsFetchedOnceForEver() {
        bed.server.on(key, content(milanKey()));

        assertThat(bed.fetch(key).source()).isEqualTo(Source.SERVICE);
        bed.clock.set("2030-01-01T00:00:00Z");
        Fetched again = bed.fetch(key);

        assertThat(again.source()).isEqualTo(Source.CACHE);
        assertThat(again.content()).isEqualTo(milanKey());
        assertThat(bed.server.asked()).containsExactly(key.path());
    }

    @Test
    void offlineAfterwardsWorksAndBeforeItSaysWhatIsMissing() {
        bed.offline = true;
        Fetched before = bed.fetch(key);
        bed.offline = false;
        bed.server.on(key, content(milanKey()));
        bed.fetch(key);
        bed.offline = true;

        assertThat(before.found()).isFalse();
        assertThat(before.note()).contains("not in the cache " + bed.cache);
        assertThat(bed.fetch(key).source()).isEqualTo(Source.CACHE);
        assertThat(bed.server.asked()).hasSize(1);
    }

    /** What is not the certificate that was asked for; each is made in its test, as that may lack the files. */
    enum Lie {
        EMPTY(() -> Bytes.EMPTY),
        ZEROS(() -> Bytes.of(new byte[100])),
        CAPTIVE_PORTAL(() -> Bytes.of("<html>please log in</html>".getBytes(StandardCharsets.US_ASCII))),
        TOO_LONG(() -> Bytes.of(new byte[(8 << 20) + 1])),
        CHANGED(() -> {
            byte[] changed = milanKey().toArray();
            changed[changed.length - 1] ^= 1;
            return Bytes.of(changed);
        }),
        ANOTHER_CHIPS(() -> FetchBed.der(GENOA)),
        A_CHAIN(() -> Data.bytes("snp/milan-v2/cert_chain_milan")),
        A_LIST(() -> Data.bytes(MILAN_LIST));

        private final Supplier<Bytes> content;

        Lie(Supplier<Bytes> content) {
            this.content = content;
        }
    }

    @ParameterizedTest
    @EnumSource
    void poisonedCacheIsRefusedAndFetchedAnew(Lie poison) throws Exception {
        bed.server.on(key, content(milanKey()));
        bed.fetch(key);
        try (Stream<Path> files = Files.list(bed.cache)) {
            Path entry = files.filter(one -> one.toString().endsWith(".der"))
                    .findFirst()
                    .orElseThrow();
            Files.write(entry, poison.content.get().toArray());
        }

        assertThat(bed.fetch(key).source()).isEqualTo(Source.SERVICE);
        assertThat(bed.fetch(key).source()).isEqualTo(Source.CACHE);
        assertThat(bed.server.asked()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void lyingServiceIsRefusedWithTheReasonAndNothingIsKept(Lie lie) {
        bed.server.on(key, content(lie.content.get()));

        Fetched fetched = bed.fetch(key);

        assertThat(fetched.found()).isFalse();
        assertThat(fetched.note()).isNotEmpty();
        assertThat(bed.server.asked())
                .as("it may be something in between that passes")
                .hasSize(3);
        bed.offline = true;
        assertThat(bed.fetch(key).found()).isFalse();
    }

    @Test
    void certificateOfAnotherChipIsToldAsSuch() {
        bed.server.on(key, content(FetchBed.der(GENOA)));

        assertThat(bed.fetch(key).note()).contains("the certificate of another chip or TCB version");
    }

    /** Answers before the right one. */
    enum Fault {
        MISSING(status(404)),
        MISSING_TWICE(status(404), status(404)),
        BROKEN(status(500), status(503)),
        BUSY(status(429)),
        BUSY_FOR_A_MINUTE(status(429, "Retry-After", "60")),
        TRUNCATED(KeyServer.truncated(Bytes.of(new byte[100]))),
        ENDLESS(KeyServer.endless()),
        EMPTY(content(Bytes.EMPTY));

        private final List<KeyServer.Answer> answers;

        Fault(KeyServer.Answer... answers) {
            this.answers = List.of(answers);
        }
    }

    @ParameterizedTest
    @EnumSource
    void faultsThatPassAreWaitedOut(Fault fault) {
        List<KeyServer.Answer> answers = new ArrayList<>(fault.answers);
        answers.add(content(milanKey()));
        bed.server.on(key, answers.toArray(KeyServer.Answer[]::new));

        assertThat(bed.fetch(key).source()).isEqualTo(Source.SERVICE);
        assertThat(bed.server.asked()).hasSize(answers.size());
    }

    @Test
    void serviceThatWantsToBeLeftAloneForLongerThanThereIsTimeIsLeftAloneByAll() {
        bed.server.on(key, status(429, "Retry-After", "600"));

        Fetched fetched = bed.fetch(key);
        Fetched next = bed.fetch(milan(KdsSubject.CHIP_CHAIN));

        assertThat(fetched.note()).contains("429");
        assertThat(fetched.again()).contains(Instant.parse("2026-06-01T00:10:00Z"));
        assertThat(next.again()).isEqualTo(fetched.again());
        assertThat(bed.clock.pausedSeconds()).isEmpty();
        assertThat(bed.server.asked()).hasSize(1);
    }

    @Test
    void missingCertificateIsAskedForThreeTimes() {
        Fetched fetched = bed.fetch(key);

        assertThat(fetched.note()).contains("404");
        assertThat(fetched.again()).isEmpty();
        assertThat(bed.server.asked()).hasSize(3);
        assertThat(bed.clock.pausedSeconds()).containsExactly(1L, 2L);
    }

    @Test
    void whatIsForbiddenIsAskedForOnce() {
        bed.server.on(key, status(403));

        assertThat(bed.fetch(key).note()).contains("status 403");
        assertThat(bed.server.asked()).hasSize(1);
    }

    @Test
    void unreachableServiceIsWaitedForOnce() {
        bed.server.close();

        CertificateFetcher fetcher = bed.fetcher();
        assertThat(fetcher.any(List.of(key)).note()).startsWith("the service is not reached");
        assertThat(bed.clock.pausedSeconds()).containsExactly(1L, 2L);
        assertThat(fetcher.any(List.of(milan(KdsSubject.CHIP_CHAIN))).note()).startsWith("the service is not reached");
        assertThat(bed.clock.pausedSeconds()).as("it is not waited for twice").hasSize(2);
    }

    @Test
    void mirrorMayRedirectButNotForEver() {
        bed.server.on(key, status(302, "Location", "/elsewhere")).on("/elsewhere", content(milanKey()));
        KdsRequest chain = milan(KdsSubject.CHIP_CHAIN);
        bed.server.on(chain, status(302, "Location", chain.path()));

        assertThat(bed.fetch(key).found()).isTrue();
        assertThat(bed.fetch(chain).note()).contains("redirects more than 3 times");
    }

    @Test
    void noCookieIsSentBack() {
        bed.server.on(key, content(Bytes.EMPTY), content(milanKey()));
        bed.fetch(key);

        assertThat(bed.server.asked()).hasSize(2);
        assertThat(bed.server.cookies()).isEmpty();
    }

    @Test
    void everyRequestOfAReportIsServed() {
        List<KdsRequest> requests = FetchBed.requests("snp/genoa-v3/genoa_attestation_report.bin");
        bed.server
                .on(requests.get(0), content(FetchBed.der(GENOA)))
                .on(requests.get(1), content(Data.bytes("snp/ca/genoa_ask_ark_asvk.pem")))
                .on(requests.get(2), content(Data.bytes("snp/crl/genoa-2022-10-31.crl")));
        bed.clock.set("2023-01-01T00:00:00Z");

        List<Fetched> fetched = bed.fetcher().fetch(requests);

        assertThat(fetched).extracting(Fetched::found).containsExactly(true, false, true);
        assertThat(fetched.get(1).note())
                .as("three certificates instead of two")
                .contains("not an ARK and an ASK");
    }

    @Test
    void reportThatMayBeOfTwoGenerationsIsServedByTheOneThatKnowsItsChip() {
        List<KdsRequest> requests = FetchBed.requests("snp/milan-v2/report_milan.bin");
        bed.server
                .on(key, content(milanKey()))
                .on(milan(KdsSubject.CHIP_CHAIN), content(Data.bytes("snp/milan-v2/cert_chain_milan")))
                .on(milan(KdsSubject.CHIP_REVOCATIONS), content(Data.bytes(MILAN_LIST)));
        bed.clock.set("2023-05-05T00:00:00Z");

        List<Fetched> fetched = bed.fetcher().fetch(requests);

        assertThat(requests).hasSize(6);
        assertThat(fetched).hasSize(3).allMatch(Fetched::found);
        assertThat(bed.server.asked()).noneMatch(path -> path.contains("Genoa"));
    }

    @Test
    void listIsAskedForAnewAfterADayAndNotUsedPastItsEnd() {
        KdsRequest list = milan(KdsSubject.CHIP_REVOCATIONS);
        bed.server.on(list, content(Data.bytes(MILAN_LIST)), content(Data.bytes(MILAN_LIST)), status(403));
        bed.clock.set("2023-05-05T00:00:00Z");
        List<Source> sources = new ArrayList<>();

        sources.add(bed.fetch(list).source());
        bed.clock.set("2023-05-05T23:59:59Z");
        sources.add(bed.fetch(list).source());
        bed.clock.set("2023-05-06T00:00:00Z");
        sources.add(bed.fetch(list).source());
        bed.clock.set("2023-05-09T22:00:00Z");
        Fetched due = bed.fetch(list);
        bed.clock.set("2023-05-09T23:00:01Z");

        assertThat(sources).containsExactly(Source.SERVICE, Source.CACHE, Source.SERVICE);
        assertThat(due.source()).isEqualTo(Source.CACHE);
        assertThat(due.note()).startsWith("no newer one was to be had");
        assertThat(bed.fetch(list).found()).isFalse();
        bed.offline = true;
        assertThat(bed.fetch(list).found()).isFalse();
    }

    /** The clock and its pauses are real here, as who waits for another does so in real time. */
    @Test
    void hundredVerificationsMakeOneRequest() throws Exception {
        bed.server.on(key, content(milanKey()));
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Future<Fetched>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(threads.submit(() -> new CertificateFetcher(
                            bed.settings(), Roots.amd(), List.of(), FetchClock.system(), Limits.NONE)
                    .any(List.of(key))));
        }
        for (Future<Fetched> one : all) {
            assertThat(one.get().content()).isEqualTo(milanKey());
        }
        threads.shutdown();

        assertThat(bed.server.asked()).hasSize(1);
    }

    @Test
    void whoWaitsForAnotherProcessGivesUpInTime() {
        CertificateCache taken = new CertificateCache(bed.cache);
        try (var lock = taken.lock(bed.clock, Instant.MAX, Limits.NONE)) {
            assertThat(lock).isNotNull();
            Fetched fetched = bed.fetch(key);

            assertThat(fetched.note()).contains("another process fetches into this cache");
        }
        assertThat(bed.server.asked()).isEmpty();
    }

    @Test
    void cancelledRequestEndsAtOnceAndLeavesNothingBehind() throws Exception {
        Cancellation cancellation = new Cancellation();
        bed.server.on(key, exchange -> {
            cancellation.cancel();
            // Until the client has gone
            KeyServer.endless().to(exchange);
        });

        CloisterException ended = catchThrowableOfType(
                CloisterException.class,
                () -> bed.fetcher(Limits.of(cancellation)).any(List.of(key)));

        assertThat(ended.problem().code()).isEqualTo("call.cancelled");
        try (Stream<Path> files = Files.walk(bed.cache).sorted(Comparator.naturalOrder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(one -> one.getFileName().toString()))
                    .containsExactly("lock");
        }
    }

    @Test
    void noTimeAtAllMeansNoRequest() {
        bed.timeout = Duration.ofMillis(1);

        assertThat(bed.fetch(key).found()).isFalse();
        assertThat(bed.server.asked()).isEmpty();
    }
}
