// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.fetch.KeyServer.content;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Limits;
import org.cloister.owner.fetch.CertificateFetcher;
import org.cloister.owner.fetch.FetchSettings;
import org.cloister.owner.fetch.Fetched;
import org.cloister.owner.fetch.KeyServer;
import org.cloister.owner.fetch.ProxyChoice;
import org.cloister.owner.fetch.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revocation lists of an authority made here, as a service hands them out that is behind, or lies. */
class FetchedListTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final KdsRequest LIST = KdsRequest.chipRevocations(Generation.MILAN);
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private final TestClock clock = new TestClock("2026-06-01T00:00:00Z");

    @TempDir
    private Path folder;

    private Fetched fetch(KeyServer server) {
        List<AmdCertificate> authorities =
                MadeChain.bundle(MILAN.ark(), MILAN.ask()).certificates();
        FetchSettings settings = new FetchSettings(
                folder.resolve("cache"),
                Optional.of(server.address()),
                false,
                Duration.ofMinutes(1),
                ProxyChoice.of(Map.of(), new Properties()));
        return new CertificateFetcher(settings, MILAN.roots(), authorities, clock, Limits.NONE).any(List.of(LIST));
    }

    @Test
    void newerListTakesThePlaceOfTheOlderOneAndNeverTheOtherWayRound() {
        MadeCrl old = new MadeCrl("ARK-Milan", OLD, END);
        MadeCrl young = new MadeCrl("ARK-Milan", NEW, END).revoke(MadeChain.ASK_SERIAL);
        try (KeyServer server =
                new KeyServer().on(LIST, content(old.encoded()), content(young.encoded()), content(old.encoded()))) {
            Fetched first = fetch(server);
            clock.set("2026-06-02T00:00:00Z");
            Fetched second = fetch(server);
            clock.set("2026-06-03T00:00:00Z");
            Fetched third = fetch(server);

            assertThat(first.certificates().crls().get(0).thisUpdate()).isEqualTo(OLD);
            assertThat(second.certificates().crls().get(0).thisUpdate()).isEqualTo(NEW);
            assertThat(third.certificates().crls().get(0).thisUpdate()).isEqualTo(NEW);
            assertThat(third.source()).isEqualTo(Fetched.Source.CACHE);
            assertThat(third.note()).contains("older list");
        }
    }

    @Test
    void listThatTheRootDidNotSignIsRefused() {
        MadeCrl forged = new MadeCrl("ARK-Milan", "ARK-Genoa", NEW, END);
        MadeCrl ofOther = new MadeCrl("ARK-Genoa", NEW, END);
        MadeCrl over = new MadeCrl("ARK-Milan", OLD, NEW);
        MadeCrl ahead = new MadeCrl("ARK-Milan", Instant.parse("2026-06-01T01:00:00Z"), END);
        for (MadeCrl wrong : List.of(forged, ofOther, over, ahead)) {
            try (KeyServer server = new KeyServer().on(LIST, content(wrong.encoded()))) {
                assertThat(fetch(server).found()).isFalse();
            }
        }
    }
}
