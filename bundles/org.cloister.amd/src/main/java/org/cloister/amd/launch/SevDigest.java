// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.measure.MeasuredPage;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.PageKind;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.VcpuState;

/**
 * The launch digest of an SEV or SEV-ES launch plan (SEV API, 55766, "LAUNCH_MEASURE"): SHA-256, 32 bytes, over the
 * contents of all ranges and, for SEV-ES, over the VMSAs.
 */
public final class SevDigest {
    /** Bytes of a digest. */
    public static final int SIZE = Hash.SHA256.size();

    private SevDigest() {}

    /** The digest of a plan. */
    public static Bytes of(LaunchPlan plan) {
        MessageDigest digest = ofRanges(plan);
        Map<SortedMap<String, Long>, Bytes> known = new HashMap<>();
        for (VcpuState vcpu : measured(plan)) {
            update(digest, vmsa(vcpu, known));
        }
        return Bytes.of(digest.digest());
    }

    /**
     * A digest that has taken the ranges of a plan and is open for what comes behind: the VMSAs, each of 4096 bytes.
     */
    public static MessageDigest ofRanges(LaunchPlan plan) {
        MessageDigest digest = engine();
        plan.ranges().forEach(range -> update(digest, content(range)));
        return digest;
    }

    /** Everything that the digest covers, in its order, page by page. Digests are SHA-256. */
    public static List<MeasuredPage> pages(LaunchPlan plan) {
        MessageDigest digest = engine();
        List<MeasuredPage> pages = new ArrayList<>();
        plan.ranges().forEach(range -> addPages(pages, range, digest));
        Map<SortedMap<String, Long>, Bytes> known = new HashMap<>();
        for (VcpuState vcpu : measured(plan)) {
            Optional<Bytes> contents = Optional.of(digest(digest, vmsa(vcpu, known)));
            pages.add(new MeasuredPage(
                    "vCPU " + vcpu.index(), LaunchDigest.VMSA_GPA, Vmsa.SIZE, PageKind.VMSA, contents));
        }
        return pages;
    }

    private static void addPages(List<MeasuredPage> pages, InitialRange range, MessageDigest digest) {
        Bytes content = content(range);
        for (int at = 0; at < content.length(); at += GuestMemory.PAGE) {
            Bytes page = content.slice(at, Math.min(GuestMemory.PAGE, content.length() - at));
            pages.add(new MeasuredPage(
                    range.name(), range.gpa() + at, page.length(), range.kind(), Optional.of(digest(digest, page))));
        }
    }

    private static List<VcpuState> measured(LaunchPlan plan) {
        return plan.vcpusMeasured() ? plan.vcpus() : List.of();
    }

    /** Processors that begin alike have one VMSA; it is encoded once. */
    private static Bytes vmsa(VcpuState vcpu, Map<SortedMap<String, Long>, Bytes> known) {
        return known.computeIfAbsent(vcpu.registers(), alike -> Vmsa.encode(vcpu));
    }

    private static Bytes content(InitialRange range) {
        return range.content()
                .orElseThrow(
                        () -> Problem.input(LaunchCodes.SEV_RANGE, "SEV measures contents, and this range has none")
                                .at("launch plan, " + range.name())
                                .exception());
    }

    private static Bytes digest(MessageDigest digest, Bytes content) {
        update(digest, content);
        return Bytes.of(digest.digest());
    }

    private static void update(MessageDigest digest, Bytes content) {
        content.digestTo(digest, 0, content.length());
    }

    // Java's own SHA-256 uses the processor's instructions for it, and a digest that it has begun can be copied.
    private static MessageDigest engine() {
        return Crypto.platform().digest(Hash.SHA256);
    }
}
