// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.VmmKind;
import org.cloister.amd.policy.SevPolicy;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestRequest;

/** Reads the settings of an SEV or SEV-ES request and refuses those that contradict each other or the type. */
final class SevPropertyReader {
    private static final long SIGNATURE_MOST = 0xffffffffL;
    private static final long HANDLE_MOST = 0xffffffffL;

    private final GuestType type;
    private final boolean es;
    private final Settings settings;
    private final boolean kernel;

    SevPropertyReader(GuestType type, GuestRequest request) {
        this.type = type;
        this.es = type.equals(SevPlanner.SEV_ES);
        this.settings = new Settings("sev", request.properties());
        this.kernel = request.boot().isPresent();
    }

    SevProperties read() {
        if (es) {
            Arrays.stream(EsRestriction.values()).forEach(restriction -> restriction.check(settings));
        }
        SevPolicy policy = policy();
        return new SevProperties(
                policy,
                kernelHashes(),
                profile(),
                guestFeatures(),
                settings.hex(SevPropertyTable.VCPU_SIGNATURE, SIGNATURE_MOST).map(Long::intValue),
                settings.number(SevPropertyTable.CBITPOS, 0, 63),
                settings.number(SevPropertyTable.REDUCED_PHYS_BITS, 1, 63),
                session(),
                keyOf(policy));
    }

    private SevPolicy policy() {
        SevPolicy given = policy(
                type,
                settings.text(SevPropertyTable.POLICY)
                        .orElseGet(() -> usual(type).toString()));
        Optional<Boolean> debug = settings.onOff(SevPropertyTable.DEBUG);
        boolean allowed = !given.has(SevPolicyBit.NODBG);
        if (debug.isPresent() && settings.has(SevPropertyTable.POLICY) && debug.get() != allowed) {
            throw wrong(
                    "contradiction",
                    "the policy says the opposite",
                    SevPropertyTable.DEBUG,
                    (debug.get() ? "on" : "off") + " with policy " + given,
                    "one of the two alone, or both alike");
        }
        return given.with(SevPolicyBit.NODBG, !debug.orElse(allowed));
    }

    /** The policy's ES switch is what makes the one type or the other of a launch (SEV API, "LAUNCH_START"). */
    static SevPolicy policy(GuestType type, String text) {
        SevPolicy policy = SevPolicy.parse(text, usual(type));
        boolean es = type.equals(SevPlanner.SEV_ES);
        if (policy.has(SevPolicyBit.ES) != es) {
            throw new Settings("sev", Map.of())
                    .wrong(
                            "contradiction",
                            "the policy's ES bit (bit 2) is " + (es ? "clear" : "set") + ", the type is " + type,
                            SevPropertyTable.POLICY)
                    .found(policy)
                    .expected(
                            policy.with(SevPolicyBit.ES, es) + ", or type " + (es ? SevPlanner.SEV : SevPlanner.SEV_ES))
                    .exception();
        }
        return policy;
    }

    private static SevPolicy usual(GuestType type) {
        return type.equals(SevPlanner.SEV_ES) ? SevPolicy.ES_DEFAULT : SevPolicy.DEFAULT;
    }

    private boolean kernelHashes() {
        Optional<Boolean> wanted = settings.onOff(SevPropertyTable.KERNEL_HASHES);
        if (wanted.orElse(false) && !kernel) {
            throw wrong(
                    "contradiction",
                    "there is no kernel to hash",
                    SevPropertyTable.KERNEL_HASHES,
                    "on",
                    "off, or a kernel");
        }
        return wanted.orElse(kernel);
    }

    private Profile profile() {
        settings.text(SevPropertyTable.VMM)
                .map(VmmKind::named)
                .ifPresent(monitor -> checkMonitor(SevPropertyTable.VMM, monitor, monitor.key()));
        Profile profile =
                settings.text(SevPropertyTable.PROFILE).map(Profile::named).orElse(Profile.INIT2);
        checkMonitor(SevPropertyTable.PROFILE, profile.monitor(), profile.key());
        return profile;
    }

    private void checkMonitor(String setting, VmmKind monitor, String found) {
        if (monitor != VmmKind.QEMU) {
            throw wrong(
                    "monitor",
                    "it is not known how this monitor launches " + type + " guests",
                    setting,
                    found,
                    setting.equals(SevPropertyTable.VMM) ? VmmKind.QEMU.key() : "init2 or legacy");
        }
    }

    private long guestFeatures() {
        long features = settings.hex(SevPropertyTable.GUEST_FEATURES).orElse(0L);
        if ((features & 1) != 0) {
            throw features("bit 0 (SNP active) is set, the type is " + type, features, features & ~1L);
        }
        if (!es && features != 0) {
            throw features("a guest of type " + type + " has no VMSA that could hold features", features, 0);
        }
        return features;
    }

    private Optional<OwnerSessionBlobs> session() {
        Optional<Bytes> certificate = settings.blob(SevPropertyTable.DH_CERT, OwnerSessionBlobs.CERTIFICATE);
        Optional<Bytes> session = settings.blob(SevPropertyTable.SESSION, OwnerSessionBlobs.SESSION);
        if (certificate.isPresent() != session.isPresent()) {
            String given = certificate.isPresent() ? SevPropertyTable.DH_CERT : SevPropertyTable.SESSION;
            String missing = certificate.isPresent() ? SevPropertyTable.SESSION : SevPropertyTable.DH_CERT;
            throw wrong(
                    "contradiction", "this needs " + missing + " too", given, given + " without " + missing, "both");
        }
        return certificate.map(bytes -> new OwnerSessionBlobs(bytes, session.orElseThrow()));
    }

    /** Asking for a key to be shared is one thing, the policy's leave for it another (SEV API, "LAUNCH_START"). */
    private Optional<Integer> keyOf(SevPolicy policy) {
        Optional<Integer> handle = settings.hex(SevPropertyTable.HANDLE, HANDLE_MOST)
                .map(Long::intValue)
                .filter(number -> number != 0);
        boolean wanted = settings.onOff(SevPropertyTable.KEY_SHARING).orElse(handle.isPresent());
        if (wanted != handle.isPresent()) {
            throw wrong(
                    "contradiction",
                    wanted ? "the guest whose key to share is missing" : "a handle asks for a shared key",
                    SevPropertyTable.KEY_SHARING,
                    wanted ? "on without a handle" : "off with a handle",
                    wanted ? "a handle other than 0" : "no handle");
        }
        if (wanted && policy.has(SevPolicyBit.NOKS)) {
            throw wrong(
                    "contradiction",
                    "the policy forbids sharing keys",
                    SevPropertyTable.KEY_SHARING,
                    "on with policy " + policy,
                    "policy " + policy.with(SevPolicyBit.NOKS, false) + ", or a key of its own");
        }
        return handle;
    }

    private RuntimeException features(String what, long found, long expected) {
        return wrong(
                "features",
                what,
                SevPropertyTable.GUEST_FEATURES,
                "0x" + Long.toHexString(found),
                "0x" + Long.toHexString(expected));
    }

    private RuntimeException wrong(String code, String what, String name, Object found, Object expected) {
        return settings.wrong(code, what, name).found(found).expected(expected).exception();
    }
}
