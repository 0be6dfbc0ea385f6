// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.SevDigest;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.ByteOption;
import org.cloister.definition.LaunchSecurity;
import org.cloister.definition.LibvirtDomain;
import org.cloister.owner.ExpectedMeasurement;
import org.cloister.owner.measurement.MeasuredParts;

/** The launch digest that an owner expects: given, or computed from what should be in the guest. */
final class ExpectedDigest implements OptionGroup {
    private static final int MEBIBYTES = 1;
    private static final Set<GuestSetting> STATE =
            EnumSet.of(GuestSetting.PROFILE, GuestSetting.VMM, GuestSetting.GUEST_FEATURES);

    private final OptionRows rows = new OptionRows();
    private final OptionRow<Bytes> digest = rows.text(
                    "--launch-digest",
                    "HEX|BASE64",
                    "The expected digest, as 'measure' prints it, instead of firmware, kernel and vCPUs.")
            .as(Bytes.class, ByteOption.of(SevDigest.SIZE));
    private final DomainOption domain = rows.add(new DomainOption());
    private final GuestOptions guest = rows.add(new GuestOptions());
    private final OptionRow<String> firstVmsa = rows.text(
            "--vmsa-cpu0", "FILE", "The first vCPU's VMSA, 4096 bytes, instead of what vCPU type and profile give.");
    private final OptionRow<String> otherVmsa = rows.text("--vmsa-cpu1", "FILE", "The VMSA of all other vCPUs.");

    /**
     * The digest.
     *
     * @param policy that the guest must have, without bits that have no meaning
     * @param reserved those of its bits that have none
     * @param settings by options of their own
     */
    Bytes value(CommandContext session, Policy policy, long reserved, Map<String, String> settings) {
        if (digest.value() != null) {
            refuseBoth(settings);
            return digest.value();
        }
        GuestType type = AmdType.ofSevPolicy(policy.value()).type();
        Optional<LibvirtDomain> said = domain.readLaunched(new InputFiles(session));
        said.ifPresent(whole -> requireType(whole.security().type(), type));
        RequestUse use = hasVmsas() ? RequestUse.REGISTERS_GIVEN : RequestUse.measuring(type);
        DefinitionNotes notes = new DefinitionNotes();
        GuestRequest request = guest.request(
                session,
                new GuestSource(said.flatMap(LibvirtDomain::guest), use, notes),
                Optional.empty(),
                with(notes, policy, reserved, settings, said.map(LibvirtDomain::security)));
        Bytes computed = type.equals(SevPlanner.SEV_ES) && !hasVmsas()
                ? computed(notes, type, request)
                : parts(session, type, request, settings);
        notes.print(session);
        return computed;
    }

    private Bytes parts(CommandContext session, GuestType type, GuestRequest request, Map<String, String> settings) {
        GuestSettings read = GuestSettings.of(AmdType.of(type), request);
        Optional<DirectBoot> boot = request.boot().filter(kernel -> read.kernelHashes());
        return MeasuredParts.of(request.firmware(), boot, vmsas(session, type, request.vcpus(), settings));
    }

    /** A digest of another type's guest would tell an owner to destroy one that is right. */
    private static void requireType(GuestType said, GuestType wanted) {
        if (!said.equals(wanted)) {
            throw Problem.input(CliCodes.MEASUREMENT_OPTIONS, "this domain is a guest of another type")
                    .at("--domain-xml")
                    .found(said.name())
                    .expected(wanted.name() + ", as --policy says")
                    .remedy("SEV-SNP guests are verified by 'verify report'; otherwise correct --policy")
                    .exception();
        }
    }

    /** A policy belongs to a request, and there without the bits that are in the code alone. */
    private static Map<String, String> with(
            DefinitionNotes notes,
            Policy policy,
            long reserved,
            Map<String, String> settings,
            Optional<LaunchSecurity> said) {
        SaidSettings all = new SaidSettings(notes, settings);
        all.put(GuestSetting.POLICY.key(), Numbers.hex(policy.value() | reserved));
        said.ifPresent(security -> {
            all.add(security);
            all.fallBack(security);
        });
        Map<String, String> values = new TreeMap<>(all.values());
        values.put(GuestSetting.POLICY.key(), Numbers.hex(policy.value()));
        return values;
    }

    private boolean hasVmsas() {
        return firstVmsa.value() != null || otherVmsa.value() != null;
    }

    private static Bytes computed(DefinitionNotes notes, GuestType type, GuestRequest request) {
        ExpectedMeasurement expected = ExpectedMeasurement.of(type, request, Optional.empty());
        expected.notes().forEach(notes::add);
        return expected.digest();
    }

    private List<Bytes> vmsas(CommandContext session, GuestType type, int vcpus, Map<String, String> settings) {
        if (!hasVmsas()) {
            return List.of();
        }
        boolean said =
                guest.givesModel() || STATE.stream().map(GuestSetting::key).anyMatch(settings::containsKey);
        if (said || type.equals(SevPlanner.SEV)) {
            throw Problem.input(
                            CliCodes.MEASUREMENT_VMSA,
                            said
                                    ? "VMSAs say what profile, features and vCPU type would"
                                    : "without SEV-ES no VMSA is measured")
                    .at("--vmsa-cpu0")
                    .expected(said ? "either" : "a policy with the ES bit")
                    .exception();
        }
        return vmsas(session, vcpus);
    }

    private List<Bytes> vmsas(CommandContext session, int vcpus) {
        if (firstVmsa.value() == null || vcpus > 1 && otherVmsa.value() == null) {
            throw Problem.input(CliCodes.MEASUREMENT_VMSA, "a VMSA is missing")
                    .at(firstVmsa.value() == null ? "--vmsa-cpu0" : "--vmsa-cpu1")
                    .found(vcpus + " vCPUs")
                    .expected("--vmsa-cpu0, and --vmsa-cpu1 for more than one vCPU")
                    .exception();
        }
        InputFiles files = new InputFiles(session);
        List<Bytes> all = new ArrayList<>();
        all.add(files.read("--vmsa-cpu0", firstVmsa.value(), MEBIBYTES).content());
        if (vcpus > 1) {
            all.addAll(Collections.nCopies(
                    vcpus - 1,
                    files.read("--vmsa-cpu1", otherVmsa.value(), MEBIBYTES).content()));
        }
        return all;
    }

    private void refuseBoth(Map<String, String> settings) {
        if (hasVmsas() || guest.given() || domain.given() || !settings.isEmpty()) {
            throw Problem.input(CliCodes.MEASUREMENT_OPTIONS, "--launch-digest stands for everything that is measured")
                    .at("--launch-digest")
                    .expected("no firmware, kernel, vCPUs or VMSAs beside it")
                    .exception();
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
