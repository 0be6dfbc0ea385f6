/** Why a virtual processor came back from running, and what it is answered. */
package org.cloister.kvm.vm.exit;
