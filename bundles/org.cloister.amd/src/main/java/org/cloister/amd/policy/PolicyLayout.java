// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.CommonSettings;

/** Where the parts of a guest's policy lie, and how people write them. Which bits are reserved is computed. */
public enum PolicyLayout {
    /** Of SEV and SEV-ES guests (SEV API, 55766, "Guest Policy Structure"). */
    SEV(
            PolicyFaults.OF_SEV,
            Integer.SIZE,
            List.of(SevPolicyBit.values()),
            SevPolicyBit.NODBG,
            new Version("api", 16, 24),
            0,
            0x1,
            "0x5, or names such as nodbg=on,noks=on,es=on,api=1.55"),
    /** Of SNP guests (SEV-SNP firmware ABI, "Guest Policy"). */
    SNP(
            PolicyFaults.OF_SNP,
            Long.SIZE,
            List.of(SnpPolicyBit.values()),
            SnpPolicyBit.DEBUG,
            new Version("abi", 8, 0),
            1L << 17,
            0x30000,
            "0x30000, or names such as smt=on,debug=off,abi=0.31");

    private final PolicyFaults faults;
    private final int width;
    private final List<? extends PolicyBit> bits;
    private final PolicyBit debugBit;
    private final Version version;
    private final long alwaysOne;
    private final ReservedBits reserved;
    private final Policy usual;
    private final String example;

    /**
     * The least version of the firmware, whose numbers are 0 to 255.
     *
     * @param key its name in policies given as text
     * @param majorAt the lowest bit of the major number
     * @param minorAt the lowest bit of the minor number
     */
    record Version(String key, int majorAt, int minorAt) {
        long mask() {
            return 0xffL << majorAt | 0xffL << minorAt;
        }

        int major(long policy) {
            return (int) (policy >>> majorAt & 0xff);
        }

        int minor(long policy) {
            return (int) (policy >>> minorAt & 0xff);
        }

        long put(long policy, int major, int minor) {
            return policy & ~mask() | (long) major << majorAt | (long) minor << minorAt;
        }
    }

    PolicyLayout(
            PolicyFaults faults,
            int width,
            List<? extends PolicyBit> bits,
            PolicyBit debugBit,
            Version version,
            long alwaysOne,
            long usual,
            String example) {
        this.faults = faults;
        this.width = width;
        this.bits = bits;
        this.debugBit = debugBit;
        this.version = version;
        this.alwaysOne = alwaysOne;
        this.reserved = new ReservedBits(-1L >>> Long.SIZE - width & ~(always() | PolicyBit.mask(bits)));
        this.usual = new Policy(this, usual);
        this.example = example;
    }

    /** The codes of problems with its policies. */
    PolicyFaults faults() {
        return faults;
    }

    /** Its switches, in the order of their bits. */
    public List<? extends PolicyBit> bits() {
        return bits;
    }

    /** Bits that are no switch: those of the version and those that are always one. */
    public long always() {
        return version.mask() | alwaysOne;
    }

    /** Bits that no switch has, neither the version, and that are not always one. */
    public ReservedBits reserved() {
        return reserved;
    }

    /** QEMU's default: SEV guests without debugging, SNP guests with multithreading allowed. */
    public Policy usual() {
        return usual;
    }

    /**
     * A policy from text.
     *
     * @param text a number ({@code 0x5}; digits alone are decimal), or changes to the default:
     *     {@code nodbg=on,noks=on,es=on,api=1.55}
     * @throws org.cloister.api.CloisterException {@code sev.policy…} or {@code snp.policy…} naming what is wrong
     */
    public Policy parse(String text) {
        return usual.changed(text);
    }

    /**
     * What people should know of a policy that is written in digits alone, which other tools take for hexadecimal.
     *
     * @param text as it was written
     * @return a sentence; empty where the text reads the same in both bases, or is no policy
     */
    public Optional<String> noteOnDigits(String text) {
        String digits = text.strip();
        if (!Numbers.isDigits(digits)) {
            return Optional.empty();
        }
        Optional<Policy> decimal = find(Numbers.parse(digits));
        Optional<Policy> hexadecimal = find(Numbers.parseHex(digits));
        return decimal.filter(read -> !hexadecimal.equals(Optional.of(read)))
                .map(read -> "The policy " + digits + " is decimal: " + summary(read)
                        + hexadecimal
                                .map(other -> "; in hexadecimal it would be " + summary(other))
                                .orElse("")
                        + ".");
    }

    /** A number as a policy of this layout; empty where it is none. */
    private Optional<Policy> find(OptionalLong number) {
        return number.isPresent() && isLegal(number.getAsLong())
                ? Optional.of(new Policy(this, number.getAsLong()))
                : Optional.empty();
    }

    private static String summary(Policy policy) {
        return policy + ", debugging " + (policy.allowsDebug() ? "allowed" : "forbidden");
    }

    private boolean isLegal(long value) {
        return isInWidth(value) && !reserved.in(value) && (value & alwaysOne) == alwaysOne;
    }

    private boolean isInWidth(long value) {
        return width == Long.SIZE || value >>> width == 0;
    }

    /** The switch that decides whether the host may debug the guest: SNP's allows it, that of SEV forbids it. */
    PolicyBit debugBit() {
        return debugBit;
    }

    Version version() {
        return version;
    }

    /** A number, a comma, and what follows from the other notation. */
    String example() {
        return example;
    }

    /** Checks the bits that have no choice. */
    void check(long value) {
        if (!isLegal(value)) {
            throw refusal(value).exception();
        }
    }

    /**
     * The policy that is written in digits alone.
     *
     * @param value the number in the base that counts
     * @param otherwise the number in the other base, which a refusal names where that would be a policy
     * @throws org.cloister.api.CloisterException {@code sev.policy…} or {@code snp.policy…}
     */
    public Policy ofDigits(long value, OptionalLong otherwise) {
        if (isLegal(value) || find(otherwise).isEmpty()) {
            return new Policy(this, value);
        }
        String other = Policy.hex(otherwise.getAsLong());
        throw refusal(value)
                .remedy("write " + other + ", with its prefix, where that is meant")
                .exception();
    }

    private Problem refusal(long value) {
        if (!isInWidth(value)) {
            return wrong(faults.size(), "this policy is too large", value)
                    .expected("at most " + Policy.hex(-1L >>> Long.SIZE - width));
        }
        if (reserved.in(value)) {
            return wrong(faults.reserved(), "reserved policy bits are set: " + reserved.numbers(value), value)
                    .expected(reserved.expected())
                    .remedy("clear them: no firmware knows what they mean");
        }
        int bit = Long.numberOfTrailingZeros(alwaysOne);
        String what = "policy bit " + bit + " is clear, the firmware demands that it is set";
        return wrong(faults.alwaysOne(), what, value)
                .expected(Policy.hex(value | alwaysOne))
                .remedy("set the bit; QEMU's default is " + usual);
    }

    private Problem wrong(String code, String what, long value) {
        return Problem.input(code, what).at(CommonSettings.POLICY).found(Policy.hex(value));
    }
}
