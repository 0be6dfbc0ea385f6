/** Registers by the names of AMD's manual, to and from a virtual processor of KVM. */
package org.cloister.kvm.vm.state;
