// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.Map;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class KdsRequestTest {
    private static final Bytes LONG_ID = Bytes.ofHex("11".repeat(64));
    private static final Bytes SHORT_ID = Bytes.ofHex("0102030405060708" + "00".repeat(56));
    private static final TcbVersion MILAN = TcbVersion.of(
            TcbLayout.WITHOUT_FMC,
            Map.of(TcbComponent.BOOTLOADER, 3, TcbComponent.SNP, 8, TcbComponent.MICROCODE, 115));
    private static final TcbVersion TURIN = TcbVersion.of(
            TcbLayout.WITH_FMC, Map.of(TcbComponent.FMC, 1, TcbComponent.SNP, 2, TcbComponent.MICROCODE, 219));

    @Test
    void asksForAChipsCertificate() {
        assertThat(KdsRequest.chipCertificate(Generation.MILAN, LONG_ID, MILAN).path())
                .isEqualTo("/vcek/v1/Milan/" + "11".repeat(64) + "?blSPL=03&teeSPL=00&snpSPL=08&ucodeSPL=115");
    }

    @Test
    void shortensTheIdAndNamesTheFmcWhereThereIsOne() {
        assertThat(KdsRequest.chipCertificate(Generation.TURIN, SHORT_ID, TURIN).path())
                .isEqualTo("/vcek/v1/Turin/0102030405060708?fmcSPL=01&blSPL=00&teeSPL=00&snpSPL=02&ucodeSPL=219");
    }

    @Test
    void asksForChainsAndRevocations() {
        assertThat(KdsRequest.chipChain(Generation.GENOA).path()).isEqualTo("/vcek/v1/Genoa/cert_chain");
        assertThat(KdsRequest.loadedChain(Generation.GENOA).path()).isEqualTo("/vlek/v1/Genoa/cert_chain");
        assertThat(KdsRequest.chipRevocations(Generation.GENOA).path()).isEqualTo("/vcek/v1/Genoa/crl");
        assertThat(KdsRequest.loadedRevocations(Generation.GENOA).path()).isEqualTo("/vlek/v1/Genoa/crl");
    }

    @Test
    void refusesMaskedChipsAndGenerationsWithoutSuchCertificates() {
        refused("kds.chip-id", () -> KdsRequest.chipCertificate(Generation.MILAN, Bytes.of(new byte[64]), MILAN));
        refused("kds.chip-id", () -> KdsRequest.chipCertificate(Generation.MILAN, SHORT_ID.slice(0, 8), MILAN));
        refused("generation.root", () -> KdsRequest.chipChain(Generation.VENICE));
        refused("generation.snp", () -> KdsRequest.chipRevocations(Generation.NAPLES));
    }
}
