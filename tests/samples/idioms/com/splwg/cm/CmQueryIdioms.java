package com.splwg.cm;

import com.splwg.base.api.BusinessComponent;
import com.splwg.ccb.domain.admin.customerClass.CustomerClassPreBillCompletionAlgorithmSpot;

public interface CmQueryIdioms extends BusinessComponent, CustomerClassPreBillCompletionAlgorithmSpot {}
