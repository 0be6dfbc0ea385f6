// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DERIA5String;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.AmdExtensions;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/** A chain as AMD would make it for one product line, of keys made here, and reports that fit it. */
final class MadeChain {
    static final String HARDWARE_ID = AmdExtensions.ARC + "4";
    static final long ASK_SERIAL = 0x10001;

    final String product;
    final String root;
    final String chipAuthority;
    final String loadedAuthority;
    private final Map<TcbComponent, Integer> components = new EnumMap<>(TcbComponent.class);

    private MadeChain(String product) {
        this.product = product;
        this.root = "ARK-" + product;
        this.chipAuthority = "SEV-" + product;
        this.loadedAuthority = "SEV-VLEK-" + product;
    }

    static final long MILAN_TCB = 0x7308000000000003L;
    static final long TURIN_TCB = 0x0900000005040302L;
    static final long VENICE_TCB = 0x0000000000050402L;
    static final Bytes LONG_ID = Bytes.ofHex("d4".repeat(64));
    static final Bytes SHORT_ID = Bytes.ofHex("1e550a8ee5cf9f4d");

    static MadeChain milan() {
        MadeChain chain = new MadeChain("Milan");
        chain.components.putAll(Map.of(
                TcbComponent.BOOTLOADER, 3, TcbComponent.TEE, 0, TcbComponent.SNP, 8, TcbComponent.MICROCODE, 115));
        return chain;
    }

    static MadeChain turin() {
        MadeChain chain = new MadeChain("Turin");
        chain.components.putAll(Map.of(TcbComponent.FMC, 2, TcbComponent.BOOTLOADER, 3, TcbComponent.TEE, 4));
        chain.components.putAll(Map.of(TcbComponent.SNP, 5, TcbComponent.MICROCODE, 9));
        return chain;
    }

    static MadeChain venice() {
        MadeChain chain = new MadeChain("Venice");
        chain.components.putAll(Map.of(TcbComponent.FMC, 2, TcbComponent.TEE, 4, TcbComponent.SNP, 5));
        return chain;
    }

    MadeCertificate ark() {
        return MadeCertificate.authority(root).serial(0x10000);
    }

    MadeCertificate ask() {
        return MadeCertificate.authority(chipAuthority).by(root).serial(ASK_SERIAL);
    }

    MadeCertificate asvk() {
        return MadeCertificate.authority(loadedAuthority).by(root).serial(0x10101);
    }

    /** Without a hardware id. */
    MadeCertificate vcekOfNoChip() {
        return MadeCertificate.key("SEV-VCEK", product, components).by(chipAuthority);
    }

    MadeCertificate vcek() {
        return vcekOfNoChip().raw(HARDWARE_ID, false, product.equals("Milan") ? LONG_ID : SHORT_ID);
    }

    MadeCertificate vlek() {
        return MadeCertificate.key("SEV-VLEK", product, components)
                .by(loadedAuthority)
                .amd("5", new DERIA5String("CN=cloud.example"));
    }

    Roots roots() {
        return Roots.trusting(List.of(ark().make()), List.of());
    }

    static CertificateBundle bundle(MadeCertificate... made) {
        List<AmdCertificate> all = new ArrayList<>();
        for (MadeCertificate one : made) {
            all.add(one.make());
        }
        return CertificateBundle.of(all);
    }

    CertificateBundle chips() {
        return bundle(ark(), ask(), vcek());
    }

    CertificateBundle loaded() {
        return bundle(ark(), asvk(), vlek());
    }

    static CertificateBundle and(CertificateBundle bundle, AmdCrl... crls) {
        return bundle.and(new CertificateBundle(List.of(), List.of(crls), List.of()));
    }

    /** A report of version 3 that fits the chain, not signed. */
    ReportBuilder report() {
        return report(ReportVersion.V3);
    }

    ReportBuilder report(ReportVersion version) {
        byte[] chip = new byte[64];
        SHORT_ID.copyTo(0, chip, 0, SHORT_ID.length());
        return switch (product) {
            case "Turin" ->
                MadeReport.tcb(MadeReport.turin(version), TURIN_TCB).put(ReportField.CHIP_ID, Bytes.of(chip));
            case "Venice" ->
                MadeReport.tcb(MadeReport.venice(version), VENICE_TCB).put(ReportField.CHIP_ID, Bytes.of(chip));
            default -> MadeReport.tcb(MadeReport.milan(version), MILAN_TCB).put(ReportField.CHIP_ID, LONG_ID);
        };
    }

    /** A report that the chip's key signed. */
    Bytes signed(UnaryOperator<ReportBuilder> change) {
        return MadeReport.signed(change.apply(report()), MadeKeys.p384("SEV-VCEK"));
    }

    Bytes signed() {
        return signed(UnaryOperator.identity());
    }

    /** A report that the loaded key signed. */
    Bytes signedByLoadedKey() {
        return MadeReport.signed(report().put(ReportField.KEY_INFO, 1 << 2), MadeKeys.p384("SEV-VLEK"));
    }
}
