// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.BarePlatformCommand;
import org.cloister.amd.channel.GetId;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.GetSnpPlatformStatus;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.channel.SnpVlekLoad;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.EmulatedGeneration;
import org.junit.jupiter.api.Test;

class PlatformCommandsTest {
    private final SoftProcessor processor = Platforms.fresh();
    private final PlatformCommands commands = processor.commands();

    @Test
    void keysStayUntilTheyAreMadeAnew() {
        Bytes pdh = pdh();
        assertThat(pdh()).isEqualTo(pdh);
        commands.execute(BarePlatformCommand.PDH_GEN);
        assertThat(pdh()).isNotEqualTo(pdh);
        Bytes request = request();
        commands.execute(BarePlatformCommand.PDH_GEN);
        assertThat(request()).isEqualTo(request);
        commands.execute(BarePlatformCommand.PEK_GEN);
        assertThat(request()).isNotEqualTo(request);
    }

    @Test
    void anOwnerTakesThePlatformOver() {
        Bytes pdh = pdh();
        PekCertImport taken = Platforms.takeOver(processor);
        commands.execute(taken);
        assertThat(commands.execute(new GetPlatformStatus()).owned()).isTrue();
        assertThat(pdh()).isNotEqualTo(pdh);
        assertThat(chain().slice(SevCertificate.SIZE, SevCertificate.SIZE)).isEqualTo(taken.oca());
        commands.execute(BarePlatformCommand.FACTORY_RESET);
        pdh();
        assertThat(commands.execute(new GetPlatformStatus()).owned()).isFalse();
        commands.execute(Platforms.takeOver(processor));
        commands.execute(BarePlatformCommand.PEK_GEN);
        assertThat(commands.execute(new GetPlatformStatus()).owned()).isFalse();
    }

    @Test
    void certificatesOfAnOwnerAreChecked() {
        PekCertImport right = Platforms.takeOver(processor);
        Bytes pek = right.pek();
        Bytes oca = right.oca();
        refused(FirmwareStatus.INVALID_LEN, () -> commands.execute(new PekCertImport(pek.slice(0, 2083), oca)));
        refused(FirmwareStatus.INVALID_LEN, () -> commands.execute(new PekCertImport(pek, oca.slice(0, 2083))));
        refused(FirmwareStatus.BAD_SIGNATURE, () -> commands.execute(new PekCertImport(pek, flipped(oca, 0x430))));
        refused(FirmwareStatus.BAD_SIGNATURE, () -> commands.execute(new PekCertImport(flipped(pek, 0x430), oca)));
        refused(FirmwareStatus.BAD_SIGNATURE, () -> commands.execute(new PekCertImport(flipped(pek, 0x20), oca)));
        refused(FirmwareStatus.INVALID_CERTIFICATE, () -> commands.execute(new PekCertImport(oca, oca)));
        refused(FirmwareStatus.INVALID_CERTIFICATE, () -> commands.execute(new PekCertImport(pek, pek)));
        refused(FirmwareStatus.INVALID_CERTIFICATE, () -> commands.execute(new PekCertImport(flipped(pek, 0), oca)));
        refused(FirmwareStatus.INVALID_CERTIFICATE, () -> commands.execute(Platforms.takeOver(Platforms.fresh())));
        commands.execute(right);
        refused(FirmwareStatus.ALREADY_OWNED, () -> commands.execute(right));
    }

    @Test
    void theRequestHasNoSignatures() {
        SevCertificate request = SevCertificate.decode(request(), "request");
        assertThat(request.first().present()).isFalse();
        assertThat(request.second().present()).isFalse();
        assertThat(request.raw().slice(0x414 + 8, 512).isZero()).isTrue();
    }

    @Test
    void theIdentityIsTheChips() {
        GetId.Sockets sockets = commands.execute(new GetId());
        assertThat(sockets.first()).isEqualTo(Platforms.CHIP.id());
        assertThat(sockets.second().isZero()).isTrue();
        assertThat(LengthQuery.fetch(commands, GetId2.LENGTH).content()).isEqualTo(sockets.first());
    }

    @Test
    void theReportedVersionIsSetUpToTheCommittedOne() {
        long tcb = EmulatedGeneration.GENOA.tcb();
        assertThat(snp().reportedTcb()).isEqualTo(tcb);
        commands.execute(new SnpSetConfig(tcb - 1, SnpSetConfig.MASK_CHIP_ID));
        assertThat(snp().reportedTcb()).isEqualTo(tcb - 1);
        assertThat(snp().chipIdMasked()).isTrue();
        refused(FirmwareStatus.INVALID_PARAM, () -> commands.execute(new SnpSetConfig(tcb + 1, 0)));
        refused(FirmwareStatus.INVALID_PARAM, () -> commands.execute(new SnpSetConfig(tcb, 4)));
        assertThat(snp().reportedTcb()).isEqualTo(tcb - 1);
        commands.execute(new SnpSetConfig(0, 0));
        commands.execute(BarePlatformCommand.SNP_COMMIT);
        assertThat(snp().reportedTcb()).isEqualTo(tcb);
        assertThat(snp().chipIdMasked()).isFalse();
    }

    @Test
    void aProvidersKeyIsTakenWhenItWasWrappedForThisChipAndVersion() {
        long tcb = EmulatedGeneration.GENOA.tcb();
        Authorities authorities = new Authorities(processor.platform(), processor.attestation(), Platforms.RANDOM);
        Bytes wrapped = authorities.wrapVlek(Bytes.of(new byte[384]), tcb);
        Bytes other = authorities.wrapVlek(Bytes.of(new byte[384]), tcb - 1);
        refused(FirmwareStatus.BAD_SVN, () -> commands.execute(new SnpVlekLoad(other)));
        refused(FirmwareStatus.BAD_MEASUREMENT, () -> commands.execute(new SnpVlekLoad(flipped(wrapped, 100))));
        refused(FirmwareStatus.BAD_MEASUREMENT, () -> commands.execute(new SnpVlekLoad(flipped(wrapped, 0x198))));
        assertThat(snp().vlekEnabled()).isFalse();
        commands.execute(new SnpVlekLoad(wrapped));
        assertThat(snp().vlekEnabled()).isTrue();
    }

    private Bytes pdh() {
        return LengthQuery.fetch(commands, PdhCertExport.LENGTH).pdh().content();
    }

    private Bytes chain() {
        return LengthQuery.fetch(commands, PdhCertExport.LENGTH).chain().content();
    }

    private Bytes request() {
        return LengthQuery.fetch(commands, PekCsr.LENGTH).content();
    }

    private SnpPlatformStatus snp() {
        return commands.execute(new GetSnpPlatformStatus());
    }

    private static void refused(FirmwareStatus status, ThrowingCallable call) {
        SevCommandException refusal = catchThrowableOfType(SevCommandException.class, call);
        assertThat(refusal).as("refusal with " + status).isNotNull();
        assertThat(refusal.firmwareStatus()).isEqualTo(status.code());
    }

    private static Bytes flipped(Bytes bytes, int at) {
        byte[] image = bytes.toArray();
        image[at] ^= 0x40;
        return Bytes.of(image);
    }
}
