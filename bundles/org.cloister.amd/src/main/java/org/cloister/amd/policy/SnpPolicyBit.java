// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

/** The switches of an SNP guest policy (SEV-SNP firmware ABI, "Guest Policy"), in the order of their bits. */
public enum SnpPolicyBit implements PolicyBit {
    /** The guest may run where simultaneous multithreading is on. */
    SMT("smt", 16, Needs.NOTHING, Kvm.TAKES),
    /** A migration agent may be associated with the guest. */
    MIGRATE_MA("migrate-ma", 18, Needs.NOTHING, Kvm.REFUSES),
    /** The host may debug the guest. */
    DEBUG("debug", 19, Needs.NOTHING, Kvm.TAKES),
    /** The guest may run on one socket only. */
    SINGLE_SOCKET("single-socket", 20, Needs.NOTHING, Kvm.TAKES),
    /** CXL devices and memory may be used. */
    CXL("cxl", 21, Needs.feature(5), Kvm.TAKES),
    /** Memory must be encrypted with AES-256 in XTS mode. */
    MEM_AES_256_XTS("mem-aes-256-xts", 22, Needs.feature(4), Kvm.TAKES),
    /** Running average power limit must be off. */
    RAPL_DIS("rapl-dis", 23, Needs.feature(2), Kvm.TAKES),
    /** Ciphertext must be hidden from the host. */
    CIPHERTEXT_HIDING("ciphertext-hiding", 24, Needs.feature(3), Kvm.TAKES),
    /** The host may not swap or move the guest's pages. */
    PAGE_SWAP_DISABLE("page-swap-disable", 25, Needs.abi(1, 58), Kvm.TAKES);

    private final String key;
    private final int bit;
    private final Needs needs;
    private final Kvm kvm;

    SnpPolicyBit(String key, int bit, Needs needs, Kvm kvm) {
        this.key = key;
        this.bit = bit;
        this.needs = needs;
        this.kvm = kvm;
    }

    /** Whether KVM lets the bit through to the firmware (Linux 6.19, KVM_SNP_POLICY_MASK_VALID). */
    private enum Kvm {
        TAKES,
        REFUSES
    }

    /**
     * What firmware has to have to take a policy with the bit (Linux, sev_get_snp_policy_bits).
     *
     * @param features bits of ECX of SNP_FEATURE_INFO
     * @param abi the first version, the major one in bits 15:8 and the minor one in bits 7:0
     */
    private record Needs(int features, int abi) {
        static final Needs NOTHING = new Needs(0, 0);

        static Needs feature(int bit) {
            return new Needs(1 << bit, 0);
        }

        static Needs abi(int major, int minor) {
            return new Needs(0, major << Byte.SIZE | minor);
        }
    }

    /**
     * Whether firmware takes policies with the bit set.
     *
     * @param features ECX of SNP_FEATURE_INFO (SEV-SNP firmware ABI, 56860)
     * @param abi its version, the major one in bits 15:8 and the minor one in bits 7:0
     */
    public boolean offeredBy(int features, int abi) {
        return (features & needs.features()) == needs.features() && abi >= needs.abi();
    }

    /** Whether KVM lets the bit through to the firmware (Linux 6.19, KVM_SNP_POLICY_MASK_VALID). */
    public boolean takenByKvm() {
        return kvm == Kvm.TAKES;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public int bit() {
        return bit;
    }
}
