// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.VcpuState;

/** The launch digest of an SNP launch plan: SHA-384, 48 bytes. */
public final class SnpDigest {
    private SnpDigest() {}

    /** The digest of a plan. */
    public static Bytes of(LaunchPlan plan) {
        LaunchDigest digest = new LaunchDigest();
        plan.ranges().forEach(range -> extend(digest, range));
        return withVcpus(digest, plan);
    }

    /**
     * The digest of a plan whose firmware was measured before.
     *
     * @param firmwareHash the launch digest after the firmware, as {@link #firmwareHash} gives it; stands for the range
     *     {@code firmware}
     * @throws org.cloister.api.CloisterException {@code measure.firmware-hash} when it has not 48 bytes
     */
    public static Bytes of(LaunchPlan plan, Bytes firmwareHash) {
        if (firmwareHash.length() != LaunchDigest.SIZE) {
            throw Problem.input(ProblemCodes.MEASURE_FIRMWARE_HASH, "a firmware hash is a SHA-384 digest")
                    .at("firmware-hash")
                    .found(firmwareHash.length() + " bytes")
                    .expected(LaunchDigest.SIZE + " bytes")
                    .exception();
        }
        LaunchDigest digest = new LaunchDigest(firmwareHash);
        plan.ranges().stream().filter(range -> !isFirmware(range)).forEach(range -> extend(digest, range));
        return withVcpus(digest, plan);
    }

    /** The launch digest after the firmware alone. */
    public static Bytes firmwareHash(LaunchPlan plan) {
        LaunchDigest digest = new LaunchDigest();
        plan.ranges().stream().filter(SnpDigest::isFirmware).forEach(range -> extend(digest, range));
        return digest.value();
    }

    /** Every page that the digest covers, in its order. */
    public static List<MeasuredPage> pages(LaunchPlan plan) {
        LaunchDigest digest = new LaunchDigest();
        List<MeasuredPage> pages = new ArrayList<>();
        for (InitialRange range : plan.ranges()) {
            for (long at = 0; at < range.size(); at += GuestMemory.PAGE) {
                pages.add(page(digest, range, at));
            }
        }
        Map<SortedMap<String, Long>, Bytes> contents = new HashMap<>();
        for (VcpuState vcpu : measured(plan)) {
            Optional<Bytes> vmsa = Optional.of(contents(digest, vcpu, contents));
            pages.add(new MeasuredPage("vCPU " + vcpu.index(), LaunchDigest.VMSA_GPA, Vmsa.SIZE, PageKind.VMSA, vmsa));
        }
        return pages;
    }

    private static void extend(LaunchDigest digest, InitialRange range) {
        SnpPageType type = SnpPageKinds.typeOf(range.kind());
        if (LaunchDigest.measuresContents(type)) {
            digest.extend(type, range.gpa(), content(range));
        } else {
            digest.extend(type, range.gpa(), range.size());
        }
    }

    private static Bytes withVcpus(LaunchDigest digest, LaunchPlan plan) {
        Map<SortedMap<String, Long>, Bytes> contents = new HashMap<>();
        measured(plan).forEach(vcpu -> digest.extendVmsa(contents(digest, vcpu, contents)));
        return digest.value();
    }

    private static List<VcpuState> measured(LaunchPlan plan) {
        return plan.vcpusMeasured() ? plan.vcpus() : List.of();
    }

    /** Processors that begin alike have one VMSA; it is encoded and hashed once. */
    private static Bytes contents(LaunchDigest digest, VcpuState vcpu, Map<SortedMap<String, Long>, Bytes> known) {
        return known.computeIfAbsent(vcpu.registers(), alike -> digest.contents(Vmsa.encode(vcpu)));
    }

    private static MeasuredPage page(LaunchDigest digest, InitialRange range, long at) {
        Optional<Bytes> contents = LaunchDigest.measuresContents(SnpPageKinds.typeOf(range.kind()))
                ? Optional.of(digest.contents(content(range).slice((int) at, GuestMemory.PAGE)))
                : Optional.empty();
        return new MeasuredPage(range.name(), range.gpa() + at, GuestMemory.PAGE, range.kind(), contents);
    }

    private static Bytes content(InitialRange range) {
        return range.content()
                .orElseThrow(() -> Problem.input(
                                LaunchCodes.SNP_RANGE, "pages that are measured with their contents need contents")
                        .at("launch plan, " + range.name())
                        .exception());
    }

    private static boolean isFirmware(InitialRange range) {
        return range.role() == InitialRange.Role.FIRMWARE;
    }
}
