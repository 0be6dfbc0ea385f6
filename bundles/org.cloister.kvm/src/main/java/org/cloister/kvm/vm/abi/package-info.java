/** Numbers and layouts of the kernel's interface, as tables ({@code linux/kvm.h} and {@code asm/kvm.h} of x86-64). */
package org.cloister.kvm.vm.abi;
