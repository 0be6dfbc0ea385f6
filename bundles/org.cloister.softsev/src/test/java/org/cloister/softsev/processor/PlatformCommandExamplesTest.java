// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetId;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.testing.TypeExamples;
import org.junit.jupiter.api.Test;

/** The example of each command to the secure processor itself. */
class PlatformCommandExamplesTest {
    private final SoftProcessor processor = Platforms.fresh();
    private final PlatformChannel channel = processor.commands();

    @Test
    void everyCommandHasItsExample() throws IOException {
        TypeExamples.of("amd.channel", PlatformCommand.class, getClass()).require();
    }

    @Test
    void whatThePlatformIs() {
        // Example: GetPlatformStatus
        PlatformStatus status = channel.execute(new GetPlatformStatus());
        System.out.println("SEV API " + status.apiMajor() + "." + status.apiMinor());
        // End
        assertThat(status.guestCount()).isZero();
        // Example: GetId
        Bytes first = channel.execute(new GetId()).first();
        // End
        // Example: GetId2
        Bytes id = LengthQuery.fetch(channel, GetId2.LENGTH).content();
        // End
        assertThat(id).isEqualTo(first).isEqualTo(Platforms.CHIP.id());
    }

    @Test
    void whoseThePlatformIs() {
        PekCertImport taken = Platforms.takeOver(processor);
        // Example: PekCsr
        Bytes request = LengthQuery.fetch(channel, PekCsr.LENGTH).content();
        // End
        assertThat(request.length()).isEqualTo(2084);
        Bytes pek = taken.pek();
        Bytes oca = taken.oca();
        // Example: PekCertImport
        channel.execute(new PekCertImport(pek, oca));
        // End
        // Example: PdhCertExport
        PdhCertExport.Certificates exported = LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        Bytes pdh = exported.pdh().content();
        Bytes chain = exported.chain().content();
        // End
        assertThat(pdh.length()).isEqualTo(2084);
        assertThat(chain.slice(2084, 2084)).isEqualTo(oca);
        // Example: BarePlatformCommand
        channel.execute(BarePlatformCommand.FACTORY_RESET);
        // End
        LengthQuery.fetch(channel, PdhCertExport.LENGTH);
        assertThat(channel.execute(new GetPlatformStatus()).owned()).isFalse();
    }

    @Test
    void whatReportsState() {
        // Example: GetSnpPlatformStatus
        SnpPlatformStatus status = channel.execute(new GetSnpPlatformStatus());
        System.out.printf("reports state TCB_VERSION %016x%n", status.reportedTcb());
        // End
        long tcb = status.reportedTcb();
        assertThat(tcb).isEqualTo(EmulatedGeneration.GENOA.tcb());
        Bytes wrapped = new Authorities(processor.platform(), processor.attestation(), Platforms.RANDOM)
                .wrapVlek(Bytes.of(new byte[384]), tcb);
        // Example: SnpVlekLoad
        channel.execute(new SnpVlekLoad(wrapped));
        // End
        // Example: SnpSetConfig
        channel.execute(new SnpSetConfig(tcb, SnpSetConfig.MASK_CHIP_ID));
        // End
        SnpPlatformStatus after = channel.execute(new GetSnpPlatformStatus());
        assertThat(after.vlekEnabled()).isTrue();
        assertThat(after.chipIdMasked()).isTrue();
    }
}
