/** SEV-SNP guests in a vendor's way. Found as a service; nothing is exported. */
package com.example.snp;
