/**
 * Commands to the secure processor as the kernel takes them: by {@code KVM_MEMORY_ENCRYPT_OP} and by {@code /dev/sev}.
 */
package org.cloister.kvm.sev;
