// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.definition.Refusals.refusal;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.junit.jupiter.api.Test;

/** What is written is read again as the same launch, whichever language it went through. */
class RoundTripTest {
    private static final GuestType SEV = new GuestType("sev");
    private static final GuestType SEV_ES = new GuestType("sev-es");
    private static final GuestType SNP = new GuestType("sev-snp");
    private static final int ROUNDS = 200;

    private final Random random = new Random(7);

    @Test
    void sevThroughQemu() {
        for (int i = 0; i < ROUNDS; i++) {
            GuestType type = random.nextBoolean() ? SEV : SEV_ES;
            Map<String, String> given = sev(type, true);
            Map<String, String> files =
                    given.containsKey("session") ? Map.of("dh-cert", "d,1", "session", "s") : Map.of();
            LaunchSecurity read = QemuReader.read(
                    QemuWriter.object(type, request(given), files), Optional.of("q35,confidential-guest-support=sev0"));
            assertThat(read.type()).isEqualTo(type);
            assertThat(read.files()).isEqualTo(files);
            Map<String, String> all = new HashMap<>(read.settings());
            files.keySet().forEach(name -> all.put(name, given.get(name)));
            assertThat(meaning(type, all)).isEqualTo(expected(type, given));
        }
    }

    @Test
    void sevThroughLibvirt() {
        for (int i = 0; i < ROUNDS; i++) {
            GuestType type = random.nextBoolean() ? SEV : SEV_ES;
            Map<String, String> given = sev(type, false);
            given.put("profile", "legacy");
            LaunchSecurity read = libvirt(LibvirtWriter.element(type, request(given)));
            assertThat(read.type()).isEqualTo(type);
            Map<String, String> all = new HashMap<>(read.fallbacks());
            all.putAll(read.settings());
            assertThat(meaning(type, all)).isEqualTo(meaning(type, given));
        }
    }

    @Test
    void snpThroughBoth() {
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, String> given = snp();
            List<Object> wanted = meaning(SNP, given);
            LaunchSecurity libvirt = libvirt(LibvirtWriter.element(SNP, request(given)));
            assertThat(meaning(SNP, libvirt.settings())).isEqualTo(wanted);
            given.put("cbitpos", "51");
            given.put("reduced-phys-bits", "1");
            LaunchSecurity qemu = QemuReader.read(QemuWriter.object(SNP, request(given), Map.of()), Optional.empty());
            assertThat(meaning(SNP, qemu.settings())).isEqualTo(meaning(SNP, given));
        }
    }

    @Test
    void whatQemuHasNoWordForIsNotLeftOut() {
        assertThat(refusal(() -> QemuWriter.object(SNP, request(Map.of("guest-features", "0x21")), Map.of()))
                        .code())
                .isEqualTo("qemu.unsaid");
        assertThat(refusal(() -> QemuWriter.object(SNP, request(Map.of("profile", "ec2")), Map.of()))
                        .code())
                .isEqualTo("qemu.unsaid");
        assertThat(refusal(() -> LibvirtWriter.element(SEV_ES, request(Map.of("profile", "init2"))))
                        .where())
                .isEqualTo("profile");
        assertThat(refusal(() -> LibvirtWriter.element(SEV, request(Map.of("handle", "3"))))
                        .where())
                .isEqualTo("handle");
    }

    @Test
    void lineHoldsEverythingAndSaysWhatIsMissing() {
        QemuWriter.Line line = QemuWriter.line(SEV_ES, bootable(Map.of("cbitpos", "47")), Map.of(), QemuFrame.USUAL);
        assertThat(line.arguments())
                .containsSequence(
                        "-machine", "q35,confidential-guest-support=sev0,smm=off,kernel-irqchip=on", "-object")
                .contains(
                        "sev-guest,id=sev0,cbitpos=47,reduced-phys-bits=1,policy=0x5,kernel-hashes=off,legacy-vm-type=off")
                .containsSequence("-smp", "1", "-m", "262144K");
        assertThat(line.notes()).isEmpty();
    }

    private List<Object> expected(GuestType type, Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("reduced-phys-bits", "1"));
        all.putAll(given);
        return meaning(type, all);
    }

    /** What a launch does with settings, however they are said. */
    private static List<Object> meaning(GuestType type, Map<String, String> given) {
        GuestSettings read = GuestSettings.of(AmdType.of(type), request(given));
        return List.of(
                read.policy(),
                read.kernelHashes(),
                read.profile(),
                read.guestFeatures(),
                read.vcpuSignature(),
                read.number(GuestSetting.CBITPOS),
                read.number(GuestSetting.REDUCED_PHYS_BITS),
                read.session(),
                read.keyOf(),
                read.idBlock(),
                read.bytes(GuestSetting.HOST_DATA),
                read.bytes(GuestSetting.WORKAROUNDS),
                read.isOn(GuestSetting.AUTHOR_KEY_ENABLED),
                read.isOn(GuestSetting.VCEK_DISABLED));
    }

    private Map<String, String> sev(GuestType type, boolean handles) {
        Map<String, String> given = new HashMap<>();
        long policy = random.nextInt(0x40) & ~6 | (type.equals(SEV_ES) ? 4 : 0) | (long) random.nextInt(0x10000) << 16;
        maybe(given, "policy", "0x" + Long.toHexString(policy));
        given.put("cbitpos", Integer.toString(random.nextInt(64)));
        maybe(given, "reduced-phys-bits", Integer.toString(1 + random.nextInt(63)));
        maybe(given, "kernel-hashes", "off");
        maybe(given, "profile", random.nextBoolean() ? "legacy" : "init2");
        if (handles) {
            maybe(given, "handle", "0x" + Integer.toHexString(random.nextInt()));
        }
        if (random.nextBoolean()) {
            given.put("dh-cert", base64(2084));
            given.put("session", base64(128));
        }
        return given;
    }

    private Map<String, String> snp() {
        Map<String, String> given = new HashMap<>();
        maybe(given, "policy", "0x" + Integer.toHexString(0x30000 | random.nextInt(0x10000)));
        maybe(given, "debug", "off");
        maybe(given, "vcek-disabled", random.nextBoolean() ? "on" : "off");
        maybe(given, "host-data", base64(32));
        maybe(given, "guest-visible-workarounds", base64(16));
        if (random.nextBoolean()) {
            given.put("id-block", base64(96));
            given.put("id-auth", base64(4096));
            maybe(given, "author-key-enabled", "on");
        }
        return given;
    }

    private void maybe(Map<String, String> given, String name, String value) {
        if (random.nextBoolean()) {
            given.put(name, value);
        }
    }

    private String base64(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static GuestRequest request(Map<String, String> properties) {
        return new GuestRequest(
                new Image("test.fd", Bytes.of(new byte[4096])), Optional.empty(), 1, "EPYC-v4", 256 << 20, properties);
    }

    private static GuestRequest bootable(Map<String, String> properties) {
        GuestRequest request = request(properties);
        return new GuestRequest(
                SampleFirmware.image(),
                request.boot(),
                request.vcpus(),
                request.vcpuType(),
                request.memory(),
                request.properties());
    }

    private static LaunchSecurity libvirt(String xml) {
        return DomainXml.read(xml).security();
    }
}
