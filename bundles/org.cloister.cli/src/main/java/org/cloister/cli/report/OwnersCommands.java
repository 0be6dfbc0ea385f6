// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Numbers;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.LaunchPlan;

/**
 * The commands by which a session of SEV and SEV-ES goes on, each for a POSIX shell with everything that is known where
 * it is printed. What only its reader knows stands there in capitals.
 */
public final class OwnersCommands {
    private static final String KEY = SessionReport.TIK;

    private OwnersCommands() {}

    /** What makes a session for a platform, of which a folder has the certificates. */
    public static String session(Path pdh, Path folder, Optional<Path> root) {
        List<String> words = words("session", "create", "--pdh", pdh, "--chain", folder);
        root.ifPresent(file -> words.addAll(List.of("--trust-root", file.toString())));
        words.addAll(List.of("--policy", "HEX", "--out", "DIR"));
        return line(words);
    }

    /** What launches a guest with a session. */
    public static String launch(Policy policy, String certificate, String session) {
        AmdType type = AmdType.ofSevPolicy(policy.value());
        return line(words(
                "launch",
                "--type",
                type.type(),
                "--policy",
                policy,
                "--dh-cert-file",
                certificate,
                "--session-file",
                session));
    }

    /**
     * What verifies a measurement. Files of the guest have the names that they have for who launches it.
     *
     * @param measurement code and nonce in base64
     * @param session the name of the session's file, by which its keys are called; empty where there is none
     */
    public static String verify(
            GuestRequest request,
            LaunchPlan plan,
            PlatformStatus firmware,
            String measurement,
            Optional<String> session) {
        List<String> words = words(
                "verify",
                "measurement",
                "--measurement",
                measurement,
                "--api-major",
                firmware.apiMajor(),
                "--api-minor",
                firmware.apiMinor(),
                "--build-id",
                firmware.build(),
                "--policy",
                Numbers.hex(plan.policy().value()),
                "--tik",
                keyOf(session));
        if (!request.firmware().equals(SampleFirmware.image())) {
            words.addAll(List.of("--firmware", request.firmware().name()));
        }
        boot(words, request);
        if (SevPolicyBit.ES.in(plan.policy().value())) {
            registers(words, request, plan);
        }
        return line(words);
    }

    /** The key is called as the session is; the host does not have it. */
    private static String keyOf(Optional<String> session) {
        return session.map(file -> Path.of(file).getFileName().toString())
                        .filter(file -> file.endsWith(SessionReport.SESSION))
                        .map(file -> file.substring(0, file.length() - SessionReport.SESSION.length()))
                        .orElse("vm")
                + KEY;
    }

    private static void boot(List<String> words, GuestRequest request) {
        request.boot().ifPresent(boot -> {
            words.addAll(List.of("--kernel", boot.kernel().name()));
            boot.initrd().ifPresent(disk -> words.addAll(List.of("--initrd", disk.name())));
            words.addAll(List.of("--append", boot.commandLine()));
        });
        given(words, request, GuestSetting.KERNEL_HASHES, "--" + GuestSetting.KERNEL_HASHES.key());
    }

    /** VMSAs are measured, and what is in them. */
    private static void registers(List<String> words, GuestRequest request, LaunchPlan plan) {
        words.addAll(List.of("--vcpus", Integer.toString(request.vcpus())));
        if (request.properties().containsKey(GuestSetting.VCPU_SIGNATURE.key())) {
            given(words, request, GuestSetting.VCPU_SIGNATURE, "--vcpu-sig");
        } else {
            words.addAll(List.of("--vcpu-type", request.vcpuType()));
        }
        if (!plan.profile().equals(Profile.INIT2.key())) {
            words.addAll(List.of("--" + GuestSetting.PROFILE.key(), plan.profile()));
        }
        given(words, request, GuestSetting.GUEST_FEATURES, "--" + GuestSetting.GUEST_FEATURES.key());
    }

    private static void given(List<String> words, GuestRequest request, GuestSetting setting, String option) {
        Map<String, String> properties = request.properties();
        Optional.ofNullable(properties.get(setting.key())).ifPresent(value -> words.addAll(List.of(option, value)));
    }

    /** What packs a secret for a measurement that was verified. */
    public static String pack(String tik, String measurement, int apiMajor, int apiMinor) {
        String tek = tik.endsWith(KEY) ? tik.substring(0, tik.length() - KEY.length()) + SessionReport.TEK : "TEK";
        return line(words(
                "secret",
                "pack",
                "--tik",
                tik,
                "--tek",
                tek,
                "--measurement",
                measurement,
                "--api",
                apiMajor + "." + apiMinor,
                "--secret",
                "GUID:FILE",
                "--header",
                "secret.hdr",
                "--payload",
                "secret.bin"));
    }

    private static List<String> words(Object... words) {
        List<String> all = new ArrayList<>(List.of("cloister"));
        for (Object word : words) {
            all.add(word.toString());
        }
        return all;
    }

    private static String line(List<String> words) {
        return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
