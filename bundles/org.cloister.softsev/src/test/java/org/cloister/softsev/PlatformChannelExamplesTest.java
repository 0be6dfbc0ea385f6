// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.JavadocExamples;
import org.junit.jupiter.api.Test;

/** The example of {@link PlatformChannel}. */
class PlatformChannelExamplesTest {
    @Test
    void status() {
        SecureProcessor processor = new SoftSev(PlatformSettings.DEFAULT);
        // Example: execute(PlatformCommand)
        PlatformChannel channel = processor.adapt(PlatformChannel.class).orElseThrow();
        PlatformStatus status = channel.execute(new GetPlatformStatus());
        System.out.printf("SEV API %d.%d, %d guests%n", status.apiMajor(), status.apiMinor(), status.guestCount());
        // End
        assertThat(status.guestCount()).isZero();
    }

    @Test
    void theJavadocHoldsIt() throws IOException {
        JavadocExamples.of("amd.channel", PlatformChannel.class.getName(), getClass())
                .require();
    }
}
