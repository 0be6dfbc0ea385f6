// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

/** Which provider does the work, and when. */
class ProvidersTest {
    private static final int BY_JAVA = 100;
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void javaChecksTheFirstHundredSignatures() {
        Providers.AfterSome choice = new Providers.AfterSome();
        for (int i = 0; i < BY_JAVA; i++) {
            assertThat(choice.forSignature()).isSameAs(Providers.OF_JAVA);
        }
        assertThat(choice.forSignature()).isSameAs(Providers.Fastest.PROVIDERS);
        assertThat(choice.now()).isSameAs(Providers.Fastest.PROVIDERS);
    }

    @Test
    void digestsAloneLoadNothing() {
        Providers.AfterSome choice = new Providers.AfterSome();
        for (int i = 0; i <= BY_JAVA; i++) {
            assertThat(choice.now()).isSameAs(Providers.OF_JAVA);
        }
    }

    /** As on a full disk, or where the folder for temporary files forbids execution. */
    @Test
    void whereNothingCanBeUnpackedJavaDoesIt() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcom.amazon.corretto.crypto.provider.tmpdir=/proc/none",
                        "-Djava.io.tmpdir=/proc/none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Checking.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(out.strip()).isEqualTo("true false");
    }

    /** Checks a right and a wrong signature by whatever loads in this process. */
    static final class Checking {
        private Checking() {}

        public static void main(String[] arguments) {
            Crypto crypto = Crypto.fastest();
            System.out.println(verifies(crypto, "test") + " " + verifies(crypto, "tesu"));
        }

        private static boolean verifies(Crypto crypto, String message) {
            return CryptoTest.verifies(crypto, Bytes.of(message.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
