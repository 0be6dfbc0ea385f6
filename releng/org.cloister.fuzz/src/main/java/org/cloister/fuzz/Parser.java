// SPDX-License-Identifier: Apache-2.0
package org.cloister.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.IdBlock;
import org.cloister.amd.id.PublicKeyFile;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.status.Errno;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;
import org.cloister.core.settings.files.SettingsTexts;
import org.cloister.definition.LibvirtReader;
import org.cloister.definition.QemuReader;
import org.cloister.launcher.control.ControlFrames;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.verify.AppraisalPolicy;
import org.cloister.owner.verify.ReportVerifier;
import org.cloister.owner.verify.Roots;
import org.cloister.softsev.identity.StateImages;

/**
 * Every parser that reads what somebody else has made. What has one size gets input of that size, so that fuzzing
 * reaches its fields.
 */
enum Parser {
    OVMF(input -> OvmfImage.parse(new Image("firmware", Bytes.of(atTheEnd(input))), ImageMapping.FLASH)),
    SNP_POLICY(input -> PolicyLayout.SNP.parse(text(input))),
    SEV_POLICY(input -> PolicyLayout.SEV.parse(text(input))),
    REPORT(input -> {
        AttestationReport report = AttestationReport.decode(sized(input, AttestationReport.SIZE), "report");
        same(report.encode(), sized(input, AttestationReport.SIZE));
        report.show();
        report.violations();
    }),
    VERIFIED_REPORT(input -> ReportVerifier.of(Roots.amd(), Crypto.platform())
            .verify(Bytes.of(input), CertificateBundle.EMPTY, Instant.EPOCH, AppraisalPolicy.NONE)),
    LEGACY_REPORT(input -> SevReport.decode(sized(input, 208), "report").show()),
    AMD_CERTIFICATES(input -> CertificateFile.decode(Bytes.of(input), "certificates")),
    X509(input -> CertificateBundle.read(Bytes.of(input), "certificates")),
    CERTIFICATE_TABLE(input -> CertificateTable.decode(Bytes.of(input), "table")),
    SECRETS(input -> {
        try (SecretsPage page = SecretsPage.decode(Arrays.copyOf(input, 4096), "page")) {
            page.show();
        }
    }),
    CPUID(input -> CpuidPage.decode(sized(input, 4096), "page").show()),
    VMSA(input -> same(Vmsa.encode(Vmsa.decode(sized(input, Vmsa.SIZE), 0)), sized(input, Vmsa.SIZE))),
    CHANNEL(Parser::command),
    ID_BLOCK(input -> same(IdBlock.decode(sized(input, 96), "block").encode(), sized(input, 96))),
    ID_AUTHENTICATION(
            input -> IdAuthentication.decode(sized(input, 4096), "page").show()),
    PUBLIC_KEY(input -> PublicKeyFile.read(input, "key")),
    SIGNING_KEY(input -> SigningKey.read(input, "key").close()),
    APPRAISAL(input -> AppraisalPolicy.parse(text(input), "policy")),
    PLATFORM_CHANNEL(Parser::platformCommand),
    QEMU_OBJECT(input -> QemuReader.read(text(input), Optional.of(text(input)))),
    LIBVIRT(input -> LibvirtReader.read(new Image("xml", Bytes.of(input)))),
    KERNEL_HASH_AREA(input -> OvmfImage.takesKernelHashes(new Image("firmware", Bytes.of(input)))),
    MEASUREMENT(input -> ClaimedMeasurement.ofText(text(input))),
    MONITOR(MonitorTalk::read),
    CONTROL_FRAMES(ControlFrames::read),
    CAPTURED_HOST(CapturedHosts::read),
    SETTINGS(SettingsTexts::read),
    STATE(StateImages::read);

    private static final int FIRMWARE_SIZE = 64 << 10;
    private static final int[] COMMANDS = {
        22, 100, 101, 102, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 18, 20, 21, 103
    };
    private static final int PLATFORM_COMMANDS = 13;

    private final Read read;

    /** Reads input; may end in a refusal. */
    @FunctionalInterface
    private interface Read {
        void read(byte[] input);
    }

    Parser(Read read) {
        this.read = read;
    }

    void read(byte[] input) {
        read.read(input);
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static Bytes sized(byte[] input, int size) {
        return Bytes.of(Arrays.copyOf(input, size));
    }

    private static byte[] atTheEnd(byte[] input) {
        byte[] image = new byte[FIRMWARE_SIZE];
        int length = Math.min(input.length, image.length);
        System.arraycopy(input, 0, image, image.length - length, length);
        return image;
    }

    private static void command(byte[] input) {
        int id = COMMANDS[input.length == 0 ? 0 : (input[0] & 0xff) % COMMANDS.length];
        Bytes struct = sized(input, SevCodec.structSize(id));
        SevCodec.decodeAnswer(SevCodec.decode(id, struct, Nowhere.MEMORY), struct, Nowhere.MEMORY);
    }

    private static void platformCommand(byte[] input) {
        int id = input.length == 0 ? 0 : (input[0] & 0xff) % PLATFORM_COMMANDS;
        Bytes struct = sized(input, PlatformCodec.structSize(id));
        PlatformCodec.decodeAnswer(PlatformCodec.decode(id, struct, Nowhere.MEMORY), struct, Nowhere.MEMORY);
    }

    private static void same(Bytes encoded, Bytes input) {
        if (!encoded.equals(input)) {
            throw new AssertionError("encoded differently: " + encoded + " from " + input);
        }
    }

    /** Memory in which every address is wrong. */
    private enum Nowhere implements AddressSpace {
        MEMORY;

        @Override
        public long place(Bytes content) {
            throw fault();
        }

        @Override
        public Bytes read(long address, int length) {
            throw fault();
        }

        @Override
        public void write(long address, Bytes content) {
            throw fault();
        }

        private static SevCommandException fault() {
            return new SevCommandException("read", Errno.EFAULT, 0);
        }
    }
}
