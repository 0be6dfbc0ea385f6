// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.owner.testing.Data;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers, environments and services say: addresses, proxies, headers, redirects, and what reports need. */
class FetchWordsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static String code(Runnable action) {
        return catchThrowableOfType(CloisterException.class, action::run)
                .problem()
                .code();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                " 7 | 7",
                "0 | 0",
                "Mon, 1 Jun 2026 00:01:00 GMT | 60",
                "Sun, 31 May 2026 00:01:00 GMT | 0",
                "soon | ",
                "-1 | ",
                "99999999999 | "
            })
    void retryAfterIsSecondsOrADate(String header, Long seconds) {
        assertThat(RetryAfter.read(header, NOW).map(Duration::toSeconds)).isEqualTo(Optional.ofNullable(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://kdsintf.amd.com | false | /other | true",
                "https://kdsintf.amd.com | false | https://kdsintf.amd.com/other | true",
                "https://kdsintf.amd.com | false | http://kdsintf.amd.com/other | false",
                "https://kdsintf.amd.com | false | https://kdsintf.amd.com:444/other | false",
                "https://kdsintf.amd.com | false | https://evil.example/other | false",
                "https://kdsintf.amd.com | false | file:///etc/passwd | false",
                "https://mirror.example | true | https://cdn.example/other | true",
                "https://mirror.example | true | http://mirror.example/other | false",
                "http://mirror.example | true | https://mirror.example/other | true",
                "http://mirror.example | true | ftp://mirror.example/other | false",
                "http://mirror.example | true | : | false"
            })
    void redirectsAreJudged(String service, boolean mirror, String location, boolean followed) {
        Redirects redirects = new Redirects(URI.create(service), mirror);
        URI from = URI.create(service + "/vcek/v1/Milan/crl");
        boolean went;
        try {
            redirects.next(from, Optional.of(location));
            went = true;
        } catch (IOException e) {
            assertThat(e.getMessage()).contains("redirects to");
            went = false;
        }
        assertThat(went).isEqualTo(followed);
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy, http://proxy.example:3128, https, proxy.example:3128",
        "HTTPS_PROXY, proxy.example:3128, https, proxy.example:3128",
        "https_proxy, http://proxy.example, https, proxy.example:1080",
        "all_proxy, http://proxy.example:1, https, proxy.example:1",
        "http_proxy, http://proxy.example:1, https, none",
        "http_proxy, http://proxy.example:1, http, proxy.example:1",
        "HTTP_PROXY, http://proxy.example:1, http, none"
    })
    void proxiesAreNamedAsForCurl(String name, String value, String scheme, String expected) {
        Map<String, String> variables = Map.of(name, value, "no_proxy", "other.example, .internal.example");

        assertThat(select(variables, scheme + "://kdsintf.amd.com")).isEqualTo(expected);
        assertThat(select(variables, scheme + "://other.example")).isEqualTo("none");
        assertThat(select(variables, scheme + "://kds.internal.example")).isEqualTo("none");
    }

    private static String select(Map<String, String> variables, String address) {
        Proxy proxy = ProxyChoice.of(variables, new Properties())
                .select(URI.create(address))
                .get(0);
        return proxy == Proxy.NO_PROXY ? "none" : proxy.address().toString().replace("/<unresolved>", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy.example:1", "http://user:secret@proxy.example:1", "http://:", "a b"})
    void otherProxiesAreRefusedWithoutRepeatingThem(String value) {
        CloisterException refused = catchThrowableOfType(
                CloisterException.class, () -> select(Map.of("https_proxy", value), "https://kdsintf.amd.com"));

        assertThat(refused.problem().code()).isEqualTo("fetch.proxy");
        assertThat(refused.problem().toString()).doesNotContain("secret");
    }

    @Test
    void mirrorsAreAddressesOfTheWeb() {
        assertThat(FetchSettings.mirror("https://mirror.example/kds/")).hasToString("https://mirror.example/kds");
        for (String wrong :
                new String[] {"mirror.example", "ftp://mirror.example", "https://", "https://m/?a=b", " "}) {
            assertThat(code(() -> FetchSettings.mirror(wrong))).isEqualTo("fetch.mirror");
        }
    }

    @Test
    void cacheLiesInTheUsersCache() {
        assertThat(FetchSettings.defaultCache(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo(Path.of("/x/cloister/kds"));
        assertThat(FetchSettings.defaultCache(Map.of("XDG_CACHE_HOME", "x", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.cache/cloister/kds"));
        assertThat(code(() -> FetchSettings.defaultCache(Map.of()))).isEqualTo("fetch.cache");
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/report_milan.bin, 6, ''",
        "snp/genoa-v3/genoa_attestation_report.bin, 3, ''",
        "snp/turin-v5/turin_attestation_report.bin, 3, ''",
        "snp/milan-v3-vlek/test-vlek-report.bin, 2, cloud provider"
    })
    void reportSaysWhatItNeeds(String report, int requests, String obstacle) {
        CertificateRequests all = CertificateRequests.of(AttestationReport.decode(Data.bytes(report), report));

        assertThat(all.requests()).hasSize(requests);
        assertThat(all.obstacle()).contains(obstacle);
        assertThat(all.obstacle().isEmpty()).isEqualTo(obstacle.isEmpty());
    }

    @Test
    void reportOfAMaskedChipHasNoAddressForItsKey() {
        AttestationReport masked = new ReportBuilder(ReportVersion.V3)
                .put(ReportField.CPUID_FAM_ID, 0x19)
                .put(ReportField.CPUID_MOD_ID, 1)
                .build();
        CertificateRequests all = CertificateRequests.of(masked);

        assertThat(all.requests()).noneMatch(one -> one.subject() == KdsSubject.CHIP_CERTIFICATE);
        assertThat(all.obstacle()).contains("does not name its chip");
    }

    @Test
    void reportOfAGenerationWithoutAPublishedRootIsRefused() {
        AttestationReport venice = new ReportBuilder(ReportVersion.V3)
                .put(ReportField.CPUID_FAM_ID, 0x1a)
                .put(ReportField.CPUID_MOD_ID, 0x50)
                .put(ReportField.CHIP_ID, Bytes.of(new byte[64]))
                .build();

        assertThat(code(() -> CertificateRequests.of(venice))).isEqualTo("generation.root");
    }
}
