/** The secure processor as a guest reaches it, where this process itself runs in one. */
package org.cloister.kvm.guest;
