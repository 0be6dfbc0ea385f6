// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.api.Limits;
import org.cloister.owner.verify.Roots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pace of requests to AMD's own service, which a test cannot ask. */
class RequesterTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

    private final TestClock clock = new TestClock(BEGIN.toString());
    private final List<String> asked = new ArrayList<>();

    @TempDir
    private Path folder;

    private CertificateCache cache;

    @BeforeEach
    void prepare() {
        cache = new CertificateCache(folder.resolve("cache"));
    }

    private Requester requester(ServiceReply reply) {
        CertificateService service = (request, most, within, limits) -> {
            asked.add(request.path());
            return reply;
        };
        return new Requester(
                service,
                new Pacing(cache, Optional.empty()),
                new ContentJudge(Roots.amd(), List.of()),
                clock,
                Limits.NONE);
    }

    private static List<KdsRequest> key() {
        return List.of(FetchBed.milan(KdsSubject.CHIP_CERTIFICATE));
    }

    @Test
    void certificatesOfChipsAreAskedForEveryTenSecondsByAllThatShareACache() {
        ServiceReply good = new ServiceReply.Content(FetchBed.milanKey());
        Instant until = BEGIN.plusSeconds(120);

        assertThat(requester(good).ask(key(), until).found()).isTrue();
        assertThat(requester(good).ask(key(), until).found()).isTrue();
        assertThat(requester(good).ask(key(), until).found()).isTrue();

        assertThat(clock.pausedSeconds()).containsExactly(10L, 10L);
    }

    @Test
    void paceThatIsLongerThanTheTimeEndsWithTheTimeToComeAgain() {
        requester(new ServiceReply.Content(FetchBed.milanKey())).ask(key(), BEGIN.plusSeconds(5));

        Fetched next = requester(new ServiceReply.Content(FetchBed.milanKey())).ask(key(), BEGIN.plusSeconds(5));

        assertThat(next.again()).contains(BEGIN.plusSeconds(10));
        assertThat(asked).hasSize(1);
    }

    @Test
    void busyServiceIsAskedEverLessOftenUntilTheTimeIsOver() {
        ServiceReply busy = new ServiceReply.Refusal("busy", ServiceReply.Hope.LATER, Optional.empty());
        KdsRequest list = FetchBed.milan(KdsSubject.CHIP_REVOCATIONS);

        Fetched fetched = requester(busy).ask(List.of(list), BEGIN.plusSeconds(60));

        assertThat(clock.pausedSeconds()).containsExactly(1L, 2L, 4L, 8L, 16L);
        assertThat(fetched.again()).contains(BEGIN.plusSeconds(63));
        assertThat(fetched.note()).isEqualTo("busy");
    }

    @Test
    void longerWaitThatTheServiceAsksForIsWaited() {
        ServiceReply busy =
                new ServiceReply.Refusal("busy", ServiceReply.Hope.LATER, Optional.of(Duration.ofSeconds(50)));
        KdsRequest list = FetchBed.milan(KdsSubject.CHIP_REVOCATIONS);

        requester(busy).ask(List.of(list), BEGIN.plusSeconds(60));

        assertThat(clock.pausedSeconds()).containsExactly(50L);
    }

    @Test
    void refusalsOfAlternativesAreToldByGeneration() {
        List<KdsRequest> both = FetchBed.requests("snp/milan-v2/report_milan.bin").stream()
                .filter(one -> one.subject() == KdsSubject.CHIP_CERTIFICATE)
                .toList();

        Fetched fetched = requester(ServiceReply.Refusal.of("none", ServiceReply.Hope.NONE))
                .ask(both, BEGIN.plusSeconds(60));

        assertThat(fetched.note()).isEqualTo("Milan: none; Genoa: none");
    }
}
