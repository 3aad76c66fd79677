{{-- Parte quando l'ufficio resi approva un rimborso. --}}
@extends('emails.cornice')

@section('title', 'Il tuo rimborso è approvato')

@section('content')
    @php
        $giorni = $rimborso->carta ? 5 : 10;
    @endphp
    <h1>@lang('Buone notizie, :nome!', ['nome' => $cliente->nome])</h1>

    <p>Abbiamo ricevuto il reso dell'ordine <b>{{ $ordine->numero }}</b> e lo abbiamo controllato oggi.</p>

    @if ($rimborso->intero)
        <p>Ti restituiamo l'intero importo: <strong>{{ number_format($rimborso->importo, 2, ',', '.') }}&nbsp;&euro;</strong>.</p>
    @elseif ($rimborso->importo > 0)
        <p>Ti restituiamo {{ $rimborso->importo }}&nbsp;&euro;: dal totale abbiamo tolto la spedizione.</p>
    @else
        <p>Purtroppo la nostra policy non prevede rimborsi per questo articolo.</p>
    @endif

    @isset($rimborso->buono)
        <p>{{ __('In più trovi nel tuo profilo un buono di :valore per il prossimo acquisto.', ['valore' => $rimborso->buono]) }}</p>
    @endisset

    <ul>
        @foreach ($ordine->articoli as $articolo)
            <li>{{ $articolo->quantita }} &times; {{ $articolo->nome ?? 'Articolo senza nome' }}</li>
        @endforeach
    </ul>

    <p>L'accredito arriva entro {{ $giorni }} giorni {{ $rimborso->carta ? 'sulla tua carta' : 'sul tuo conto' }}.</p>
    <p><a href="{{ route('ordini.mostra', $ordine) }}" class="btn {{ $scuro ? 'btn-scuro' : 'btn-chiaro' }}">Vedi il tuo ordine</a></p>
    <p>Per qualsiasi domanda scrivici a resi@bottega.example: ti rispondiamo entro domani alle 18.</p>
@endsection
