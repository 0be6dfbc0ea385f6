// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * An attestation report of an SEV-SNP guest (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT"). It keeps the bytes
 * that it was read from, as the signature is over those; reading proves nothing. Immutable.
 *
 * @param raw all 1184 bytes
 * @param version the version of its format, as the bytes say; {@link ReportVersion#LATER} for one that is not known
 */
public record AttestationReport(Bytes raw, ReportVersion version) {
    private static final String NAME = "attestation report";

    /** Bytes of every version. */
    public static final int SIZE = 0x4a0;

    /** Bytes from the beginning that are signed. */
    public static final int SIGNED = 0x2a0;

    /** The value of SIGNATURE_ALGO for ECDSA on P-384 with SHA-384, the only one that is defined. */
    public static final int ECDSA_P384_SHA384 = 1;

    /** The value of VMPL in a report that the host asked for; REPORT_DATA is zero then. */
    public static final long VMPL_OF_HOST = 0xffffffffL;

    /**
     * Checks size and version.
     *
     * @throws org.cloister.api.CloisterException {@code report.length}, {@code report.version}
     */
    public AttestationReport {
        checkLength(raw, NAME);
        long number = ReportField.VERSION.slot().number(raw);
        if (version != ReportVersion.LATER || number < ReportVersion.LATER.number()) {
            version = ReportVersion.of(number, NAME);
        }
    }

    /**
     * A report of a version that is known.
     *
     * @throws org.cloister.api.CloisterException {@code report.length}, {@code report.version}
     */
    public AttestationReport(Bytes raw) {
        this(raw, ReportVersion.V2);
    }

    /**
     * Reads a report. Reserved bytes and unknown processors are accepted here: {@link #violations} and
     * {@link #generations} report them.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code report.length}, {@code report.version}
     */
    public static AttestationReport decode(Bytes bytes, String name) {
        return decode(bytes, name, Set.of());
    }

    /**
     * Reads a report, perhaps of a version that is not known.
     *
     * @param permitted numbers of versions that are read as {@link ReportVersion#LATER}; those that are known or below
     *     all that are known change nothing
     * @throws org.cloister.api.CloisterException {@code report.length}, {@code report.version}
     */
    public static AttestationReport decode(Bytes bytes, String name, Set<Long> permitted) {
        checkLength(bytes, name);
        long number = ReportField.VERSION.slot().number(bytes);
        boolean later = number >= ReportVersion.LATER.number() && permitted.contains(number);
        return new AttestationReport(bytes, later ? ReportVersion.LATER : ReportVersion.of(number, name));
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /**
     * The content of a field as a number; for fields of at most 8 bytes.
     *
     * @throws org.cloister.api.CloisterException {@code report.field} when its version has no such field
     */
    public long number(ReportField field) {
        return require(field).slot().number(raw);
    }

    /**
     * The content of a field.
     *
     * @throws org.cloister.api.CloisterException {@code report.field} when its version has no such field
     */
    public Bytes bytes(ReportField field) {
        return require(field).slot().in(raw);
    }

    /** What signed it. */
    public KeyInfo keyInfo() {
        return new KeyInfo((int) number(ReportField.KEY_INFO));
    }

    /** The platform's switches. */
    public PlatformInfo platformInfo() {
        return new PlatformInfo(number(ReportField.PLATFORM_INFO));
    }

    /** The version of the firmware that made it. */
    public FirmwareVersion currentFirmware() {
        return firmware(ReportField.CURRENT_MAJOR, ReportField.CURRENT_MINOR, ReportField.CURRENT_BUILD);
    }

    /** The version of the firmware that the platform cannot go below. */
    public FirmwareVersion committedFirmware() {
        return firmware(ReportField.COMMITTED_MAJOR, ReportField.COMMITTED_MINOR, ReportField.COMMITTED_BUILD);
    }

    /** Whether the host hides the chip's identity: CHIP_ID is zero. */
    public boolean chipIdMasked() {
        return bytes(ReportField.CHIP_ID).isZero();
    }

    /**
     * The generations that the processor may be of. From version 3 on it is exactly one, by family and model. Version 2
     * does not contain it: then those that have as many bytes of hardware id as CHIP_ID uses, and all when it is
     * masked.
     *
     * @return with SNP, the oldest first; never empty
     * @throws org.cloister.api.CloisterException {@code generation.unknown}, {@code generation.snp} naming the
     *     processor
     */
    public List<Generation> generations() {
        return PossibleGenerations.of(this);
    }

    /** Whether it has extended TCB versions: only Venice fills those fields in, others leave them zero. */
    public boolean hasExtendedTcb() {
        return version.has(ReportField.CURRENT_ETCB)
                && PossibleGenerations.find(this).contains(Generation.VENICE);
    }

    /** How its TCB versions are laid out; empty when its {@link #generations} do not agree about it. */
    public Optional<TcbLayout> tcbLayout() {
        List<TcbLayout> layouts = generations().stream()
                .flatMap(one -> one.tcbLayout().stream())
                .distinct()
                .toList();
        return layouts.size() == 1 ? Optional.of(layouts.get(0)) : Optional.empty();
    }

    /**
     * A TCB version in the report's layout.
     *
     * @param field one of the four that end in TCB
     * @throws org.cloister.api.CloisterException {@code report.generation} when the report does not determine it, and
     *     as {@link #generations}
     */
    public TcbVersion tcb(ReportField field) {
        TcbLayout layout = tcbLayout()
                .orElseThrow(() -> Problem.input(
                                ReportCodes.REPORT_GENERATION,
                                "this report does not determine its processor generation")
                        .at("chip_id")
                        .found("version " + number(ReportField.VERSION) + " with a masked chip id")
                        .expected("version 3 or later, or a chip id")
                        .exception());
        return tcb(field, layout);
    }

    /** A TCB version, laid out as the caller knows, from a certificate for example. */
    public TcbVersion tcb(ReportField field, TcbLayout layout) {
        return new TcbVersion(number(field), layout);
    }

    /** The bytes that the signature is over. */
    public Bytes signedBytes() {
        return raw.slice(0, SIGNED);
    }

    /** Whether the whole signature is zero: the report is not signed. */
    public boolean signatureMissing() {
        return raw.slice(SIGNED, SIZE - SIGNED).isZero();
    }

    /** The same report with another signature: two numbers of 72 bytes, the lowest byte first. */
    public AttestationReport withSignature(Bytes r, Bytes s) {
        byte[] image = raw.toArray();
        ReportField.SIGNATURE_R.slot().put(image, r);
        ReportField.SIGNATURE_S.slot().put(image, s);
        return new AttestationReport(Bytes.of(image), version);
    }

    /**
     * Everything in it that is not allowed: bits of the policy that are not known, for they may widen what the host may
     * do; bit 17 of the policy clear; and bytes outside the signed part that are not zero, for whoever carries the
     * report can change them.
     */
    public List<Violation> violations() {
        return ReportRules.violations(this);
    }

    /**
     * What its signed part says about the platform and this program does not know: bits of PLATFORM_INFO and KEY_INFO,
     * bytes that are reserved. Where the report is authentic, firmware put it there.
     */
    public List<Unknown> unknown() {
        return ReportRules.unknown(this);
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new ReportView(this).structure();
    }

    private ReportField require(ReportField field) {
        if (!version.has(field)) {
            throw Problem.input(ReportCodes.REPORT_FIELD, "this version of the attestation report has no such field")
                    .at(field.slot().name())
                    .found("version " + ReportField.VERSION.slot().number(raw))
                    .expected("version " + field.since() + " or later")
                    .exception();
        }
        return field;
    }

    private FirmwareVersion firmware(ReportField major, ReportField minor, ReportField build) {
        return new FirmwareVersion((int) number(major), (int) number(minor), (int) number(build));
    }

    private static void checkLength(Bytes raw, String name) {
        ReportVersion.V2.layout().requireSize(raw.length(), ReportCodes.REPORT_LENGTH, name);
    }
}
