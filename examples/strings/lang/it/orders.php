<?php

return [
    /*
    | What the florist writes while an order is under way.
    */
    'received' => 'Grazie, :name! Il tuo mazzo parte domani mattina.',
    'delay' => [
        'subject' => 'Il tuo mazzo arriva con un giorno di ritardo',
        'body' => "Ci dispiace: il corriere è in ritardo.\nConsegniamo domani entro le 12 e ti rimborsiamo il trasporto.",
        'closing' => 'I fioristi di ' . config('app.name'),
    ],
    'choice' => '{1} Un mazzo|[2,*] :count mazzi',
    'hint' => 'L\'indirizzo si può cambiare fino alle 18.', // shown beside the form
];
